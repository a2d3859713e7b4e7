import type { OrderDetailFragment } from '../../generated/documents';
import type { Texts } from '../../texts/en';
import type { Formats } from '../../texts/formats';

export interface Difference {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** A step that the order waits for, in the words of the page. */
export const stepName = (step: string, t: Texts): string =>
  (t.order.callKinds as Readonly<Record<string, string>>)[step] ?? step;

/** Why an order was not accepted or was cancelled; details for staff follow a colon. */
export function reasonName(reason: string, t: Texts): string {
  const [word = '', ...details] = reason.split(': ');
  const known: Readonly<Record<string, string>> = t.statusReasons;
  return [known[word] ?? word, ...details].join(': ');
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
    [t.order.waitsFor, order.attention ? stepName(order.attention.step, t) : '–'],
  ];
}

function latestStep({ timeline }: OrderDetailFragment, t: Texts): string {
  const { type = '' } = timeline.at(-1) ?? {};
  return (t.events as Readonly<Record<string, string>>)[type] ?? type;
}

/**
 * What somebody else changed between two states of an order, in the words of the page. Some changes
 * show in its latest step alone: a parcel that arrived, or a refund that is under way.
 */
export function differencesOf(
  before: OrderDetailFragment,
  after: OrderDetailFragment,
  t: Texts,
  formats: Formats,
): readonly Difference[] {
  const now = new Map(factsOf(after, t, formats));
  const found = factsOf(before, t, formats).flatMap(([name, value]) => {
    const changed = now.get(name) ?? value;
    return changed === value ? [] : [{ name, before: value, after: changed }];
  });
  if (found.length > 0 || before.version === after.version) return found;
  return [{ name: t.order.timeline, before: latestStep(before, t), after: latestStep(after, t) }];
}
