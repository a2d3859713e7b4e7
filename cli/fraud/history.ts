import { msPerDay, msPerMinute } from '../../platform/values/time';
import { type AssessedOrder, historyOrders } from '../../subgraphs/orders/domain/fraud';
import type { HistoryOrder } from '../../subgraphs/orders/store/fraud-history';

const minutesPerHour = 60;
const msPerHour = minutesPerHour * msPerMinute;

/** An order of the history, or one that was made up, with the kind of its pattern. */
export interface ReplayedOrder extends HistoryOrder {
  readonly kind?: string;
}

/** An order with the facts that its placing would have counted. */
export interface Assessed {
  readonly order: ReplayedOrder;
  readonly assessed: AssessedOrder;
}

const within = (orders: readonly ReplayedOrder[], now: Date, ms: number): number =>
  orders.filter(({ placedAt }) => now.getTime() - placedAt.getTime() < ms).length;

/** Counts what `fraudFacts` of the store counts, from the newest orders of the buyer. */
function factsOf(order: ReplayedOrder, newest: readonly ReplayedOrder[], lastHour: number) {
  const { placedAt, currency, country, lines, units } = order;
  const accepted = newest.filter(({ isAccepted }) => isAccepted);
  const totals = accepted
    .filter((one) => one.currency === currency)
    .map(({ totalMinor }) => Number(totalMinor));
  const sum = totals.reduce((total, one) => total + one, 0);
  return {
    ordersLastHour: 1 + lastHour,
    declinedLastDay: within(
      newest.filter(({ isDeclined }) => isDeclined),
      placedAt,
      msPerDay,
    ),
    accepted: accepted.length,
    largestMinor: totals.length === 0 ? null : Math.max(...totals),
    toCountry: accepted.filter((one) => one.country === country).length,
    pattern: {
      placed: newest.length,
      lastHour: within(newest, placedAt, msPerHour),
      lastDay: within(newest, placedAt, msPerDay),
      meanMinor: totals.length === 0 ? null : Math.round(sum / totals.length),
      lines,
      units,
    },
  };
}

/**
 * Places the orders again, oldest first, with what the shop knew of each buyer at that time. Statuses
 * are those of today, because the history has no others.
 * @param countedMax orders of the last hour are counted up to this number.
 */
export function replayed(orders: readonly ReplayedOrder[], countedMax: number): Assessed[] {
  const byBuyer = new Map<string, ReplayedOrder[]>();
  const sorted = orders.toSorted((one, other) => one.placedAt.getTime() - other.placedAt.getTime());
  return sorted.map((order) => {
    const earlier = byBuyer.get(order.customerId) ?? [];
    byBuyer.set(order.customerId, [...earlier, order].slice(-Math.max(historyOrders, countedMax)));
    const newest = earlier.slice(-historyOrders);
    const recent = Math.min(countedMax, within(earlier, order.placedAt, msPerHour));
    const { customerId, currency, totalMinor, placedAt } = order;
    const facts = factsOf(order, newest, recent);
    return { order, assessed: { customerId, currency, totalMinor, placedAt, risk: { facts } } };
  });
}
