import type { Logger } from 'pino';
import type { InventoryMetrics } from '../metrics';
import type { InventoryStore } from '../store';

export interface ReservationExpiryParts {
  readonly store: Pick<InventoryStore, 'reservations'>;
  readonly metrics: InventoryMetrics;
  readonly logger: Logger;
  /** From the end of one run to the next; 60 s when left out. */
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
  const { pauseMs = defaultPauseMs } = parts;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  const schedule = () => {
    timer = setTimeout(() => {
      running = expireReservations(parts, () => stopped)
        .then(() => undefined)
        .catch((error: unknown) => {
          parts.metrics.expiryFailures.inc();
          parts.logger.error({ err: error }, 'reservations could not be expired, trying again');
        })
        .finally(() => {
          if (!stopped) schedule();
        });
    }, pauseMs);
    timer.unref();
  };

  return {
    /** Begins once, however often it is called. */
    start(): void {
      if (timer === undefined && !stopped) schedule();
    },

    /** Resolves when the run under way, if any, has ended. */
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      await running;
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
