import type { OrderDetailFragment } from '../../generated/documents';
import type { Texts } from '../../texts/en';
import type { Formats } from '../../texts/formats';

export interface Difference {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

type Facts = readonly (readonly [name: string, value: string])[];

const sumOf = (
  order: OrderDetailFragment,
  name: 'shippedQuantity' | 'cancelledQuantity' | 'returnedQuantity',
) => order.lines.reduce((sum, line) => sum + line[name], 0);

function factsOf(order: OrderDetailFragment, t: Texts, { money, number }: Formats): Facts {
  const { recipient, line1, postalCode, city } = order.shippingAddress;
  return [
    [t.orders.status, t.orderStatus[order.status]],
    [t.orders.payment, t.paymentStatus[order.payment.status]],
    [t.order.captured, money(order.payment.captured)],
    [t.order.refunded, money(order.payment.refunded)],
    [t.order.shipped, number(sumOf(order, 'shippedQuantity'))],
    [t.order.cancelled, number(sumOf(order, 'cancelledQuantity'))],
    [t.order.returned, number(sumOf(order, 'returnedQuantity'))],
    [t.order.delivery, [recipient, line1, `${postalCode} ${city}`].join(', ')],
    [t.order.waitsFor, order.attention?.step ?? '–'],
  ];
}

export type OrderState = Pick<OrderDetailFragment, 'id' | 'version' | 'updatedAt'>;

/**
 * Whether a live update is another state of the order of the previous one. Some changes, as of a
 * payment, have no version of their own, only a later time.
 */
export const isChanged = (before: OrderState | null, now: OrderState): boolean =>
  before?.id === now.id && (before.version !== now.version || before.updatedAt !== now.updatedAt);

/** What somebody else changed between two states of an order, in the words of the page. */
export function differencesOf(
  before: OrderDetailFragment,
  after: OrderDetailFragment,
  t: Texts,
  formats: Formats,
): readonly Difference[] {
  const now = new Map(factsOf(after, t, formats));
  return factsOf(before, t, formats).flatMap(([name, value]) => {
    const changed = now.get(name) ?? value;
    return changed === value ? [] : [{ name, before: value, after: changed }];
  });
}
