import { setTimeout as wait } from 'node:timers/promises';
import type { Notifications } from '../../../platform/database/notifications';
import { withDeadline } from '../../../platform/resilience/deadline';
import { traced } from '../../../platform/telemetry/tracing';
import { isDecided } from '../domain/order';
import type { WantedLine } from '../domain/order-input';
import type { JournalRow } from '../store/journal-row';
import { openWorkChannel, takenOverChannel } from '../store/news';
import type { WorkflowParts } from './dependencies';
import { settleEffects } from './effects';
import { ExpireReviews } from './expire-reviews';
import { placeOrder } from './placing';
import { TakeOver } from './take-over';
import { Watching } from './watching';

export type OrderWorkflows = ReturnType<typeof orderWorkflows>;

const drainMsMax = 10_000;

export interface WorkflowOptions extends Omit<WorkflowParts, 'published'> {
  /** Notifications from other processes on the same database. */
  readonly notifications: Notifications;
}

/** The saga of orders. Any step may crash at any line; another process resumes it. */
export function orderWorkflows({ notifications, ...given }: WorkflowOptions) {
  const { store, configuration, logger } = given;
  const watching = new Watching((orderId) => store.journal.read(orderId), logger);
  const takeOver = new TakeOver(given, (order) => run(order));
  const reviews = new ExpireReviews(given, (order) => run(order));
  const parts: WorkflowParts = { ...given, published: watching.publish };
  const running = new Set<Promise<unknown>>();
  const deaf = [
    notifications.on(openWorkChannel, (pauseMs) => takeOver.later(Number(pauseMs))),
    notifications.on(takenOverChannel, (orderId) => {
      watching.changedElsewhere(orderId).catch((error) => {
        logger.warn({ err: error }, 'reading an order written by another process failed');
      });
    }),
  ];

  const inTime = <Value>(work: (signal: AbortSignal) => Promise<Value>): Promise<Value> =>
    withDeadline(configuration.orders.decisionWaitMs, work);

  async function proceed(order: JournalRow, lines?: readonly WantedLine[]): Promise<void> {
    let decided: JournalRow | null = order;
    if (!isDecided(order)) {
      const wanted = lines ?? (await store.reads.lines([order.id]));
      decided = await inTime((signal) => placeOrder(order, wanted, parts, signal));
    }
    const settled = decided;
    if (settled === null || !isDecided(settled)) return;
    await inTime((signal) => settleEffects(settled, parts, signal));
  }

  /**
   * Runs an order that the caller owns: decides it and executes its due effects. Never rejects:
   * failures stay in the journal, and another worker resumes them.
   */
  function run(order: JournalRow, lines?: readonly WantedLine[]): Promise<void> {
    watching.publish(order);
    const attributes = { 'order.id': order.id };
    const ended = traced('workflow', { attributes }, () => proceed(order, lines))
      .catch((error) => logger.error({ err: error, orderId: order.id }, 'a workflow was left open'))
      .finally(() => running.delete(ended));
    running.add(ended);
    return ended;
  }

  return {
    run,

    /** The order once it reaches the requested state, or its state after `decisionWaitMs`. */
    until(order: JournalRow, isAsWanted: (order: JournalRow) => boolean): Promise<JournalRow> {
      return watching.until(order, isAsWanted, configuration.orders.decisionWaitMs);
    },

    /**
     * Handles a payment callback: takes the order over and queries the provider. The content of the
     * callback is not trusted, so neither its age nor its order matters.
     */
    async paymentHasNews(orderId: string): Promise<void> {
      const order = await store.openWork.claim(orderId, configuration.orders.leaseSeconds);
      if (order) void run(order);
    },

    takeOver,

    reviews,

    startWork(): void {
      takeOver.start();
      reviews.start();
    },

    /** Stops background work and waits a while for orders in progress. */
    async stop(): Promise<void> {
      for (const stopListening of deaf) stopListening();
      await Promise.all([takeOver.stop(), reviews.stop()]);
      await endedWithin(running, drainMsMax);
    },
  };
}

async function endedWithin(running: Iterable<Promise<unknown>>, ms: number): Promise<void> {
  const late = new AbortController();
  const patience = wait(ms, undefined, { signal: late.signal }).catch(() => undefined);
  await Promise.race([Promise.allSettled(running), patience]);
  late.abort();
}
