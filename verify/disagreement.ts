/** The checks: kind of disagreement, and what must hold. */
export const kinds = {
  'order.totals': 'total = goods + shipping + tax, and goods = sum of the lines',
  'order.status': 'the status matches what is shipped and delivered',
  'order.shipped': 'the shipped units of a line are those in its shipments',
  'order.effects': 'every due effect is processed, and effects of placing end with the decision',
  'order.undecided': 'a PENDING order has an effect that will decide it',
  'order.returned': 'the returned units of a line are those in its returns',
  'order.money': 'captured and refunded amounts match the effects, one for each refund',
  'order.attention': 'effects that the provider refused for good are marked for attention',
  'order.events': 'events are published within a minute',
  'order.imported': 'an imported order has no reservation and no payment',
  'timeline.sequence': 'events are numbered from 1 to the version, without gaps',
  'timeline.chain': 'every event starts in the status in which the previous one ended',
  'timeline.status': 'the last event ends in the status of the order',
  'reservation.state': 'confirmed for a live order, released for a rejected or cancelled one',
  'reservation.unconfirmed': 'the reservation of an accepted order is confirmed within a minute',
  'reservation.units': 'exactly the units that are not shipped yet are held',
  'reservation.unknown_order': 'no stock is held for an order that does not exist',
  'payment.currency': 'the provider knows the currency of the order',
  'payment.authorized': 'the total is authorised once, and never after a declined payment',
  'payment.captured': 'captured amounts of order and provider agree',
  'payment.refunded': 'refunded amounts of order and provider agree',
  'payment.voided': 'money that is not captured is released at the end, and not before',
  'payment.unknown_order': 'the provider has no money of an order that does not exist',
  'stock.on_hand': 'the movements add up to the stock on hand',
  'stock.reserved': 'the movements add up to the reserved stock',
  'stock.allocated': 'the reserved stock equals the units held for orders',
  'stock.bounds': '0 ≤ reserved ≤ on hand',
  'idempotency_key.unknown_order': 'every idempotency key belongs to an order',
  'statistics.orders': 'the figures of each hour and day are those of its orders',
  'audit.chain': 'the entries of the audit log are unchanged, complete and in order',
} as const;

export type Kind = keyof typeof kinds;

export const allKinds = Object.keys(kinds) as Kind[];

/** A difference between two sides. */
export interface Finding {
  readonly kind: Kind;
  readonly expected: string;
  readonly found: string;
}

export interface Disagreement extends Finding {
  /** The object, e.g. `order 0199…` or `sku TEA at BER`. */
  readonly subject: string;
}
