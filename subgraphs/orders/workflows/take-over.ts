import type { JournalRow } from '../store/journal-row';
import type { WorkflowParts } from './parts';

const backstopMs = 5_000;
const batchMax = 20;
/** Full batches in a row, before the timer gets its turn again. */
const roundsMax = 50;

/**
 * Finds orders whose effects are due and whose owner is gone, takes them over and runs them on.
 * Any number of processes may do so at once: each order goes to one of them.
 */
export class TakeOver {
  private timers = new Set<NodeJS.Timeout>();
  private running: Promise<void> | null = null;
  private isStarted = false;

  constructor(
    private readonly parts: Pick<WorkflowParts, 'store' | 'configuration' | 'logger'>,
    private readonly run: (order: JournalRow) => Promise<unknown>,
  ) {}

  start(): void {
    this.isStarted = true;
    this.schedule(backstopMs, true);
  }

  /** Looks once after the pause, besides the backstop. */
  readonly later = (pauseMs: number): void => {
    if (this.isStarted && pauseMs < backstopMs) this.schedule(pauseMs, false);
  };

  /** Takes no more orders over, and ends when those at hand are left in order. */
  async stop(): Promise<void> {
    this.isStarted = false;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    await this.running;
  }

  /** Takes over what is due now. @returns how many orders that were. */
  async once(): Promise<number> {
    const { store, configuration } = this.parts;
    let taken = 0;
    for (let round = 0; round < roundsMax; round += 1) {
      const orders = await store.openWork.takeOver(configuration.orders.leaseSeconds, batchMax);
      await Promise.all(orders.map((order) => this.run(order)));
      taken += orders.length;
      if (orders.length < batchMax) break;
    }
    return taken;
  }

  private schedule(pauseMs: number, again: boolean): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.look().finally(() => {
        if (again && this.isStarted) this.schedule(backstopMs, true);
      });
    }, pauseMs);
    timer.unref();
    this.timers.add(timer);
  }

  /** One look at a time; a database that is away now is asked again by the backstop. */
  private look(): Promise<void> {
    this.running ??= this.once()
      .then(
        () => undefined,
        (error) => this.parts.logger.error({ err: error }, 'open orders could not be looked for'),
      )
      .finally(() => {
        this.running = null;
      });
    return this.running;
  }
}
