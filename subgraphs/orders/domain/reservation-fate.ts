import type { OrderStatus } from './order';

/** What becomes of a reservation that is held: it is confirmed, released, or left as it is. */
export type ReservationFate = 'confirm' | 'release' | 'leave';

/**
 * Decides by the order, so that a reservation never expires under an order that holds it. Only final
 * states release: an order that is undecided may be confirmed at any moment, and its own workflow
 * releases its stock if it ends.
 * @param status undefined if there is no such order.
 * @param isOld whether no placing of the order can be under way any longer.
 */
export function reservationFate(status: OrderStatus | undefined, isOld: boolean): ReservationFate {
  switch (status) {
    case undefined:
      return isOld ? 'release' : 'leave';
    case 'REJECTED':
    case 'CANCELLED':
      return 'release';
    case 'PENDING':
      return 'leave';
    default:
      return 'confirm';
  }
}
