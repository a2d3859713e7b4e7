import { PollLoop } from '../../../platform/events/poll-loop';
import { traced } from '../../../platform/telemetry/tracing';
import type { OrdersStore } from '../store';
import type { JournalRow, OnUnreadable } from '../store/journal-row';
import { openWorkPollMs } from '../store/notifications';
import type { WorkflowDependencies } from './dependencies';

/** Due effects whose orders are taken over in one statement; an undecided order has two. */
const effectsMax = 20;
/** Poll requests within this window are coalesced. */
const lingerMs = 20;

interface TakeOverDependencies extends Pick<WorkflowDependencies, 'configuration' | 'logger'> {
  /** The open work of one database. */
  readonly openWork: OrdersStore['openWork'];
}

export const logUnreadable =
  (logger: WorkflowDependencies['logger']): OnUnreadable =>
  (orderId, error) =>
    logger.error({ err: error, orderId }, 'journal of an order cannot be read');

/**
 * Finds orders with due effects whose lease has ended, takes them over and resumes them. Any number
 * of processes may do so: each order goes to one of them.
 */
export class TakeOver {
  private readonly pollLoop: PollLoop;

  constructor(
    private readonly dependencies: TakeOverDependencies,
    private readonly run: (order: JournalRow) => Promise<unknown>,
  ) {
    this.pollLoop = new PollLoop({
      work: (stopping) => this.runOnce(stopping).then(() => this.awaitLeases()),
      onError: (error) =>
        dependencies.logger.error({ err: error }, 'polling for open orders failed'),
      lingerMs,
      backstopMs: openWorkPollMs,
      waitsForBackstop: true,
    });
  }

  start(): void {
    this.pollLoop.start();
  }

  /** Schedules an additional poll, unless it is later than the backstop. */
  readonly scheduleIn = (pauseMs: number): void => {
    if (pauseMs < openWorkPollMs) this.pollLoop.scheduleIn(pauseMs);
  };

  /** Takes over no more orders and waits for those in progress. */
  stop(): Promise<void> {
    return this.pollLoop.stop();
  }

  /** Takes over all due orders, unless it is stopped before. @returns their number. */
  async runOnce(stopping?: AbortSignal): Promise<number> {
    const { openWork, configuration, logger } = this.dependencies;
    const onUnreadable = logUnreadable(logger);
    let taken = 0;
    while (!stopping?.aborted) {
      const { leaseSeconds } = configuration.orders;
      const { orders, isFull } = await openWork.takeOver(leaseSeconds, effectsMax, onUnreadable);
      await Promise.all(orders.map((order) => this.resume(order)));
      taken += orders.length;
      if (!isFull) break;
    }
    return taken;
  }

  /** The original request is unknown; the order id leads to its trace. */
  private resume(order: JournalRow): Promise<unknown> {
    const attributes = { 'order.id': order.id };
    return traced('take over', { parent: null, attributes }, () => this.run(order));
  }

  /** Schedules a poll for the end of the next lease, so that takeover does not wait for the backstop. */
  private async awaitLeases(): Promise<void> {
    const endsInMs = await this.dependencies.openWork.nextLeaseEnd(openWorkPollMs);
    if (endsInMs !== null) this.scheduleIn(endsInMs);
  }
}
