/** Everything that is compared, by the name under which a disagreement is told. */
export const kinds = {
  'order.totals': 'total = goods + shipping + tax, and the goods are what the lines cost',
  'order.status': 'the status fits what is shipped and delivered',
  'order.shipped': 'the shipped units of a line are those in its shipments',
  'order.effects': 'no effect waits for nobody, and none of placing outlives the decision',
  'order.undecided': 'a PENDING order has an effect that will decide it',
  'order.returned': 'the returned units of a line are those in its returns',
  'order.money': 'what is captured and refunded is what the effects did, each refund has its own',
  'order.attention': 'what the provider refused for good is before the eyes of a person',
  'order.events': 'what happened is passed on to those who are told of it',
  'order.imported': 'an imported order moved no stock and no money here',
  'timeline.sequence': 'events are numbered from 1 to the version, without gaps',
  'timeline.chain': 'every event begins in the status in which the one before it ended',
  'timeline.status': 'the last event leads to the status of the order',
  'reservation.state': 'firm for a standing order, gone for a refused or cancelled one',
  'reservation.units': 'exactly the units that are not shipped yet are held',
  'reservation.unknown_order': 'what is reserved longer than it may be held is for an order',
  'payment.currency': 'the provider knows the currency of the order',
  'payment.authorized': 'the total is authorised once; nothing after a declined payment',
  'payment.captured': 'what the order says is captured, the provider captured',
  'payment.refunded': 'what the order says is refunded, the provider refunded',
  'payment.voided': 'what is not captured in the end is released, and nothing before',
  'payment.unknown_order': 'every line of the ledger is about an order',
  'stock.on_hand': 'the movements add up to what is on hand',
  'stock.reserved': 'the movements add up to what is reserved',
  'stock.allocated': 'what is reserved is what is held for orders',
  'stock.bounds': '0 ≤ reserved ≤ on hand',
  'idempotency_key.unknown_order': 'every idempotency key leads to an order',
  'audit.chain': 'the entries of the audit log are those that were written, in that order',
} as const;

export type Kind = keyof typeof kinds;

export const allKinds = Object.keys(kinds) as Kind[];

/** What was compared, and how the two sides differ. */
export interface Finding {
  readonly kind: Kind;
  readonly expected: string;
  readonly found: string;
}

export interface Disagreement extends Finding {
  /** What it is about, e.g. `order 0199…` or `sku TEA at BER`. */
  readonly subject: string;
}
