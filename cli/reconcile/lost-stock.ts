import type { Configuration } from '../../config/schema';
import { secondsPerMinute } from '../../platform/values/time';
import type { ReservationFacts } from '../../verify/facts';
import { lostReservations } from '../../verify/lost-reservations';
import { sourcesOf } from '../../verify/sources';
import { printLine } from '../program/results';
import type { OpenRooms } from '../verify/rooms';
import type { ReconcileOptions } from './options';
import { type ReleasingStock, releaseStock, type StockResult } from './release-stock';
import { stockLine } from './texts';

/**
 * The reservations of orders that do not exist. Younger ones than an order may take to be placed
 * are left out.
 */
export async function findLostStock(
  rooms: OpenRooms,
  { orders }: Pick<Configuration, 'orders'>,
): Promise<ReservationFacts[]> {
  const sources = sourcesOf({ ...rooms, ledger: null });
  const found: ReservationFacts[] = [];
  const holdSeconds = orders.reservationMinutes * secondsPerMinute;
  for await (const page of lostReservations(sources, holdSeconds)) found.push(...page);
  return found;
}

export interface ReleasedStock {
  readonly reservation: ReservationFacts;
  readonly result: StockResult;
}

export async function releaseAll(
  reservations: readonly ReservationFacts[],
  releasing: ReleasingStock,
  options: ReconcileOptions,
): Promise<ReleasedStock[]> {
  const done: ReleasedStock[] = [];
  for (const reservation of reservations) {
    const result = await releaseStock(reservation, releasing);
    done.push({ reservation, result });
    if (!options.json) await printLine(stockLine(reservation, result));
  }
  return done;
}
