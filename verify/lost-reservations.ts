import type { ReservationFacts } from './facts';
import type { Sources } from './sources';
import type { Tally } from './tally';

/** What is read of orders and of inventory. */
type Read = Pick<Sources, 'reservedOrders' | 'unknownOrders' | 'reservationsById'>;

/**
 * The reservations of orders that do not exist, unless they are released and hold nothing, page by
 * page. Each order is looked up after its reservation was read, so that an absent one was never
 * placed, or is lost.
 * @param olderThanSeconds leaves out orders that may be in the middle of being placed.
 */
export async function* lostReservations(
  sources: Read,
  olderThanSeconds: number,
  tally?: Tally,
): AsyncGenerator<readonly ReservationFacts[]> {
  for await (const page of sources.reservedOrders(olderThanSeconds)) {
    tally?.countCompared('reservations', page.length);
    const unknown = await sources.unknownOrders(page);
    if (unknown.length === 0) continue;
    const reservations = await sources.reservationsById(unknown);
    yield reservations.filter(({ state, held }) => state !== 'RELEASED' || held.length > 0);
  }
}
