import type { RelayedOrderEvent } from './event';

/** The mail to the buyer for each event that has one; the names are those of the templates. */
const kinds = {
  'order.confirmed': 'order_confirmed',
  'order.shipped': 'order_shipped',
  'order.cancelled': 'order_cancelled',
  'order.rest_cancelled': 'order_cancelled',
  'order.refunded': 'order_refunded',
} as const;

export type OrderMailKind = (typeof kinds)[keyof typeof kinds];

/** Null if buyers get no mail for the event. */
export function mailKindOf(eventType: string): OrderMailKind | null {
  return Object.hasOwn(kinds, eventType) ? kinds[eventType as keyof typeof kinds] : null;
}

/** A mail is about one event of an order; everything else is read when it is sent. */
export type OrderMail = Pick<RelayedOrderEvent, 'orderId' | 'version'>;

/** The same in every attempt, so that duplicates can be detected. */
export const orderMailId = ({ orderId, version }: OrderMail): string =>
  `order.${orderId}.${version}`;

/**
 * Lines of an order in a mail.
 * @exceeded the mail says how many more there are
 * @test subgraphs/orders/workflows/jobs/order-mail-data.test.ts
 */
export const mailedLinesMax = 100;
