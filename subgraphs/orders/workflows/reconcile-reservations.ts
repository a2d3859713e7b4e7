import { PollLoop } from '../../../platform/events/poll-loop';
import { withDeadline } from '../../../platform/resilience/deadline';
import { secondsPerMinute } from '../../../platform/values/time';
import { type ReservationFate, reservationFate } from '../domain/reservation-fate';
import type { WorkflowDependencies } from './dependencies';
import type { HeldReservation } from './inventory';

const backstopMs = 15_000;
/** Younger ones are confirmed or released by the process that has their order. */
const youngestSeconds = 15;
const pageMax = 500;
const deadlineMs = 15_000;

type ReconcileDependencies = Pick<
  WorkflowDependencies,
  'inventory' | 'store' | 'configuration' | 'metrics' | 'logger'
>;

/**
 * Asks which orders the held reservations of inventory belong to, then confirms those of accepted
 * orders and releases those of orders that ended or do not exist. This is the only expiry:
 * inventory releases nothing by itself. Several processes may do it at once.
 */
export function reconcileReservations(dependencies: ReconcileDependencies): PollLoop<number> {
  const { metrics, logger } = dependencies;
  return new PollLoop({
    work: (stopping) => reconcileAll(dependencies, stopping),
    onError: (error) => {
      metrics.reconciliationFailures.inc();
      logger.error({ err: error }, 'reconciling reservations failed');
    },
    lingerMs: 0,
    backstopMs,
    waitsForBackstop: true,
  });
}

/** One run over all held reservations. @returns how many were confirmed or released. */
async function reconcileAll(
  dependencies: ReconcileDependencies,
  stopping: AbortSignal,
): Promise<number> {
  const { inventory } = dependencies;
  const request = { first: pageMax, seconds: youngestSeconds };
  let changed = 0;
  let after: string | null = null;
  while (!stopping.aborted) {
    const from: string | null = after;
    const page: HeldReservation[] = await withDeadline(
      deadlineMs,
      (signal) => inventory.heldReservations(from, request, signal),
      stopping,
    );
    changed += await reconcilePage(page, dependencies, stopping);
    after = page.at(-1)?.orderId ?? null;
    if (page.length < pageMax) break;
  }
  return changed;
}

/** The orders are read after their reservations, so an absent order was never placed. */
async function reconcilePage(
  page: readonly HeldReservation[],
  { inventory, store, configuration, logger }: ReconcileDependencies,
  stopping: AbortSignal,
): Promise<number> {
  if (page.length === 0) return 0;
  const holdSeconds = configuration.orders.reservationMinutes * secondsPerMinute;
  const statuses = await store.openWork.statusesOf(page.map(({ orderId }) => orderId));
  const byFate = Map.groupBy(page, ({ orderId, heldSeconds }) =>
    reservationFate(statuses.get(orderId), heldSeconds > holdSeconds),
  );
  const idsOf = (fate: ReservationFate) => (byFate.get(fate) ?? []).map(({ orderId }) => orderId);
  const [firm, ended] = [idsOf('confirm'), idsOf('release')];
  return withDeadline(
    deadlineMs,
    async (signal) => {
      if (firm.length > 0) await inventory.confirm(firm, signal);
      const released = ended.length > 0 ? await inventory.expire(ended, signal) : 0;
      if (firm.length + released > 0) {
        logger.info({ confirmed: firm.length, released }, 'reservations reconciled');
      }
      return firm.length + released;
    },
    stopping,
  );
}
