import { setTimeout as wait } from 'node:timers/promises';
import type { Notifications } from '../../../platform/database/notifications';
import type { Bus } from '../../../platform/events/bus';
import { withDeadline } from '../../../platform/resilience/deadline';
import { traced } from '../../../platform/telemetry/tracing';
import { msPerSecond } from '../../../platform/values/time';
import { isDecided } from '../domain/order';
import type { OrdersStore } from '../store';
import type { JournalRow } from '../store/journal-row';
import { openWorkChannel, takenOverChannel } from '../store/notifications';
import { Confirmations } from './confirmations';
import type { WorkflowDependencies } from './dependencies';
import { recordFailedRefund, runEffects } from './effects';
import { expireReviews } from './expire-reviews';
import { openFraudAssessor } from './fraud-assessor';
import { NetworkWaits } from './network-waits';
import { OrderWatcher } from './order-watcher';
import { type PlacedRequest, placeOrder } from './placing';
import { QuietChanges } from './quiet-changes';
import { reconcileReservations } from './reconcile-reservations';
import { type Caller, type HasReached, RequestWaits } from './request-waits';
import { TakeOver } from './take-over';

export type OrderWorkflows = ReturnType<typeof orderWorkflows>;

const drainMsMax = 10_000;
/**
 * The time between the end of a run and the end of its lease, in which the result is written. A run
 * that outlasted its lease would be taken over by other processes again and again.
 */
const leaseMarginMs = 1_000;

/** A database with orders, whose open work has loops of its own. */
export interface WorkflowDatabase {
  readonly store: Pick<OrdersStore, 'openWork'>;
  /** Notifications from other processes on the same database. */
  readonly notifications: Notifications;
}

export interface WorkflowOptions
  extends Omit<WorkflowDependencies, 'fraud' | 'networkWaits' | 'accepted' | 'published'> {
  readonly databases: readonly WorkflowDatabase[];
  readonly bus: Pick<Bus, 'publish'>;
}

/** The request of an order that is resumed: what of it is stored. */
const storedRequest = async (
  { id }: JournalRow,
  { store }: Pick<WorkflowOptions, 'store'>,
): Promise<PlacedRequest> => ({ lines: await store.reads.lines([id]), address: null });

/** The saga of orders. Any step may crash at any line; another process resumes it. */
export function orderWorkflows({ databases, bus, ...options }: WorkflowOptions) {
  const { store, configuration, logger, metrics } = options;
  const watcher = new OrderWatcher((orderId) => store.journal.read(orderId), logger);
  const waits = new RequestWaits(() => configuration.orders.decisionWaitMs);
  const confirmations = new Confirmations(options);
  const quietChanges = new QuietChanges({ bus, logger });
  const reservations = reconcileReservations(options);
  const loops = databases.map((database) => openWorkLoops(database));
  const dependencies: WorkflowDependencies = {
    ...options,
    fraud: openFraudAssessor({ modelFile: configuration.orders.fraudModelFile, metrics, logger }),
    networkWaits: new NetworkWaits(),
    accepted: confirmations.add,
    published(order, before) {
      watcher.publish(order);
      if (before !== undefined) quietChanges.add(before, order);
    },
  };
  const running = new Set<Promise<unknown>>();
  const runningIds = new Set<string>();

  /** One database's loops: what another one does not answer stops nothing here. */
  function openWorkLoops({ store: { openWork }, notifications }: WorkflowDatabase) {
    const takeOver = new TakeOver({ ...options, openWork }, (order) => run(order));
    const reviews = expireReviews({ ...options, openWork }, (order) => run(order));
    const unsubscribers = [
      notifications.on(openWorkChannel, (pauseMs) => takeOver.scheduleIn(Number(pauseMs))),
      notifications.on(takenOverChannel, (orderId) => {
        watcher.changedElsewhere(orderId).catch((error) => {
          logger.warn({ err: error }, 'reading an order written by another process failed');
        });
      }),
    ];
    return {
      takeOver,
      reviews,
      start(): void {
        takeOver.start();
        reviews.start();
      },
      async stop(): Promise<void> {
        for (const stopListening of unsubscribers) stopListening();
        await Promise.all([takeOver.stop(), reviews.stop()]);
      },
    };
  }

  const withinLease = <Value>(work: (signal: AbortSignal) => Promise<Value>): Promise<Value> =>
    withDeadline(configuration.orders.leaseSeconds * msPerSecond - leaseMarginMs, work);

  async function proceed(order: JournalRow, request?: PlacedRequest): Promise<void> {
    let decided: JournalRow | null = order;
    if (!isDecided(order)) {
      const readRequest = request ? async () => request : () => storedRequest(order, options);
      decided = await withinLease((signal) => placeOrder(order, readRequest, dependencies, signal));
    }
    const decidedOrder = decided;
    if (decidedOrder === null || !isDecided(decidedOrder)) return;
    await withinLease((signal) => runEffects(decidedOrder, dependencies, signal));
  }

  /**
   * Runs an order that the caller owns: decides it and executes its due effects. Never rejects:
   * failures stay in the journal, and another worker resumes them.
   */
  function run(order: JournalRow, request?: PlacedRequest): Promise<void> {
    watcher.publish(order);
    const attributes = { 'order.id': order.id };
    const ended = traced('workflow', { attributes }, () => proceed(order, request))
      .catch((error) => logger.error({ err: error, orderId: order.id }, 'a workflow was left open'))
      .finally(() => {
        running.delete(ended);
        runningIds.delete(order.id);
      });
    running.add(ended);
    runningIds.add(order.id);
    return ended;
  }

  return {
    run,

    /** The order once it reaches the requested state, or its state when the request has waited. */
    until(order: JournalRow, hasReached: HasReached, { signal }: Caller): Promise<JournalRow> {
      const isDecidedHere = runningIds.has(order.id);
      return waits.within(signal, (deadlineMs) =>
        watcher.until(order, hasReached, { deadlineMs, isDecidedHere }),
      );
    },

    /**
     * Handles a payment callback: takes the order over and queries the provider. The content of the
     * callback is not trusted, so neither its age nor its order matters.
     * @param refund the number of a refund that may have failed; null for the authorization.
     */
    async paymentChanged(orderId: string, refund: number | null): Promise<void> {
      const changed = (signal: AbortSignal) =>
        refund === null
          ? store.openWork.claim(orderId, configuration.orders.leaseSeconds)
          : recordFailedRefund(orderId, refund, dependencies, signal);
      const order = await withinLease(changed);
      if (order) void run(order);
    },

    /** Takes over all due orders, database by database. @returns their number. */
    async takeOverDue(): Promise<number> {
      let taken = 0;
      for (const { takeOver } of loops) taken += await takeOver.runOnce();
      return taken;
    },

    /** Rejects the orders whose review took too long. @returns their number. */
    async expireReviews(): Promise<number> {
      let rejected = 0;
      for (const { reviews } of loops) rejected += await reviews.runOnce();
      return rejected;
    },

    reservations,

    startWork(): void {
      for (const loop of loops) loop.start();
      reservations.start();
    },

    /** Stops background work and waits a while for orders in progress. */
    async stop(): Promise<void> {
      await Promise.all([...loops.map((loop) => loop.stop()), reservations.stop()]);
      await waitForAll(running, drainMsMax);
      await Promise.all([confirmations.stop(), quietChanges.stop()]);
    },
  };
}

async function waitForAll(running: Iterable<Promise<unknown>>, ms: number): Promise<void> {
  const late = new AbortController();
  const patience = wait(ms, undefined, { signal: late.signal }).catch(() => undefined);
  await Promise.race([Promise.allSettled(running), patience]);
  late.abort();
}
