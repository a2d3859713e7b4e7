import { PollLoop } from '../../../platform/events/poll-loop';
import { traced } from '../../../platform/telemetry/tracing';
import type { JournalRow } from '../store/journal-row';
import type { WorkflowParts } from './dependencies';

const backstopMs = 5_000;
const batchMax = 20;
/** Full batches in a row, before the timer gets its turn again. */
const roundsMax = 50;
/** Looks that are wanted at about one moment, and a clock that rounds, are given so long. */
const lingerMs = 20;

/**
 * Finds orders whose effects are due and whose owner is gone, takes them over and runs them on.
 * Any number of processes may do so at once: each order goes to one of them.
 */
export class TakeOver {
  private readonly rounds: PollLoop;

  constructor(
    private readonly parts: Pick<WorkflowParts, 'store' | 'configuration' | 'logger'>,
    private readonly run: (order: JournalRow) => Promise<unknown>,
  ) {
    this.rounds = new PollLoop({
      work: () => this.once().then(() => this.awaitLeases()),
      onError: (error) => parts.logger.error({ err: error }, 'open orders could not be looked for'),
      lingerMs,
      backstopMs,
      waitsForBackstop: true,
    });
  }

  start(): void {
    this.rounds.start();
  }

  /** Looks once after the pause, besides the backstop, which is left what comes later than it. */
  readonly later = (pauseMs: number): void => {
    if (pauseMs < backstopMs) this.rounds.scheduleIn(pauseMs);
  };

  /** Takes no more orders over, and ends when those at hand are left in order. */
  stop(): Promise<void> {
    return this.rounds.stop();
  }

  /** Takes over what is due now. @returns how many orders that were. */
  async once(): Promise<number> {
    const { store, configuration } = this.parts;
    let taken = 0;
    for (let round = 0; round < roundsMax; round += 1) {
      const orders = await store.openWork.takeOver(configuration.orders.leaseSeconds, batchMax);
      await Promise.all(orders.map((order) => this.runAnew(order)));
      taken += orders.length;
      if (orders.length < batchMax) break;
    }
    return taken;
  }

  /** Whose request it was is not known any more: the order's id leads to its first trace. */
  private runAnew(order: JournalRow): Promise<unknown> {
    const attributes = { 'order.id': order.id };
    return traced('take over', { parent: null, attributes }, () => this.run(order));
  }

  /** An owner that dies is followed as soon as its lease ends, not a backstop later. */
  private async awaitLeases(): Promise<void> {
    const endsInMs = await this.parts.store.openWork.nextLeaseEnd(backstopMs);
    if (endsInMs !== null) this.later(endsInMs);
  }
}
