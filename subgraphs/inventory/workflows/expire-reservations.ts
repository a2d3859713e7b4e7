import type { Logger } from 'pino';
import { PollLoop } from '../../../platform/events/poll-loop';
import type { InventoryMetrics } from '../metrics';
import type { InventoryStore } from '../store';

export interface ReservationExpiryParts {
  readonly store: Pick<InventoryStore, 'reservations'>;
  readonly metrics: InventoryMetrics;
  readonly logger: Logger;
  /** Between two runs, and before the first; 60 s when left out. */
  readonly pauseMs?: number;
}

const defaultPauseMs = 60_000;
/** Reservations that one run releases at most; what is left waits for the next. */
const runReservationsMax = 1_000;
const batchReservationsMax = 100;

/**
 * Releases reservations whose time is up and that nobody confirmed: a buyer's process died, and
 * the units go back. Slow on purpose, since whoever holds a reservation past its time may still
 * confirm it until then. Several processes may run it at once: each release is conditional.
 */
export function reservationExpiry(parts: ReservationExpiryParts) {
  const { metrics, logger, pauseMs = defaultPauseMs } = parts;
  let stopped = false;
  const rounds = new PollLoop({
    work: () => expireReservations(parts, () => stopped),
    onError: (error) => {
      metrics.expiryFailures.inc();
      logger.error({ err: error }, 'reservations could not be expired, trying again');
    },
    lingerMs: 0,
    backstopMs: pauseMs,
    waitsForBackstop: true,
  });
  return {
    /** Begins once, however often it is called. */
    start: () => rounds.start(),

    /** Resolves when the run under way, if any, has ended: after the release at hand. */
    async stop(): Promise<void> {
      stopped = true;
      await rounds.stop();
    },
  };
}

/** One run. @returns how many reservations were released. */
export async function expireReservations(
  { store, metrics, logger }: ReservationExpiryParts,
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
