import type { OrderStatus } from './order';

/** What becomes of a reservation that is held: it is confirmed, released, or left as it is. */
export type ReservationFate = 'confirm' | 'release' | 'leave';

/**
 * Decides by the order, so that a reservation never expires under an order that holds it. Only final
 * states release: an order that is undecided may be confirmed at any moment, and its own workflow
 * releases its stock if it ends.
 * @param status null if there is no such order; undefined if its database did not answer.
 * @param isOld whether no placing of the order can be under way any longer.
 */
export function reservationFate(
  status: OrderStatus | null | undefined,
  isOld: boolean,
): ReservationFate {
  switch (status) {
    case null:
      return isOld ? 'release' : 'leave';
    case undefined:
      return 'leave';
    case 'REJECTED':
    case 'CANCELLED':
      return 'release';
    case 'PENDING':
      return 'leave';
    default:
      return 'confirm';
  }
}
