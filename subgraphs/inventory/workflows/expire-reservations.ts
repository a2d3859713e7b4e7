import type { Logger } from 'pino';
import { PollLoop } from '../../../platform/events/poll-loop';
import type { InventoryMetrics } from '../metrics';
import type { InventoryStore } from '../store';

export interface ReservationExpiryDependencies {
  readonly store: Pick<InventoryStore, 'reservations'>;
  readonly metrics: InventoryMetrics;
  readonly logger: Logger;
  /** Time between runs and before the first one; 60 s by default. */
  readonly pauseMs?: number;
}

const defaultPauseMs = 60_000;
/** Maximum number of reservations released per run; the rest waits for the next one. */
const runReservationsMax = 1_000;
const batchReservationsMax = 100;

/**
 * Releases expired reservations that were not confirmed, for example after a crash. Slow on
 * purpose, because an expired reservation can still be confirmed until then. Several processes may
 * run it concurrently, because each release is conditional.
 */
export function reservationExpiry(dependencies: ReservationExpiryDependencies): PollLoop<number> {
  const { metrics, logger, pauseMs = defaultPauseMs } = dependencies;
  return new PollLoop({
    work: (stopping) => expireReservations(dependencies, () => stopping.aborted),
    onError: (error) => {
      metrics.expiryFailures.inc();
      logger.error({ err: error }, 'expiring reservations failed');
    },
    lingerMs: 0,
    backstopMs: pauseMs,
    waitsForBackstop: true,
  });
}

/** One run. @returns how many reservations were released. */
export async function expireReservations(
  { store, metrics, logger }: ReservationExpiryDependencies,
  isStopped: () => boolean = () => false,
): Promise<number> {
  let released = 0;
  for (let seen = 0; seen < runReservationsMax && !isStopped(); ) {
    const orderIds = await store.reservations.expired(batchReservationsMax);
    for (const orderId of orderIds) {
      if (isStopped()) break;
      if (await store.reservations.releaseExpired(orderId)) released += 1;
    }
    seen += orderIds.length;
    if (orderIds.length < batchReservationsMax) break;
  }
  if (released > 0) {
    metrics.expired.inc(released);
    logger.info({ released }, 'expired reservations released');
  }
  return released;
}
