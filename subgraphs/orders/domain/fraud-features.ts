import type { AssessedOrder, FraudFacts, OrderPattern } from './fraud';

/** Median totals by currency, in minor units: what is usual in a shop. */
export type CurrencyMedians = Readonly<Record<string, number>>;

export interface FraudFeature {
  readonly name: string;
  /** A larger value never lowers the score. */
  readonly isMonotone: boolean;
  /** The reason for people, where the feature raised the score. */
  readonly text: string;
  readonly of: (
    order: AssessedOrder,
    facts: FraudFacts,
    pattern: OrderPattern,
    medians: CurrencyMedians,
  ) => number;
}

/** How many times, as a power of two; 0 where there is nothing to compare with. */
const times = (value: number, usual: number | null | undefined): number =>
  usual && value > 0 ? Math.log2(value / usual) : 0;

/** Nothing about the person, the hour or a country as such: docs/fraud-model.md says why. */
export const fraudFeatures = [
  {
    name: 'amount',
    isMonotone: false,
    text: 'The total is unusual for this shop.',
    of: ({ totalMinor, currency }, _facts, _pattern, medians) =>
      times(Number(totalMinor), medians[currency]),
  },
  {
    name: 'amount_to_mean',
    isMonotone: true,
    text: 'The total is far above the mean of the latest accepted orders.',
    of: ({ totalMinor }, _facts, { meanMinor }) => times(Number(totalMinor), meanMinor),
  },
  {
    name: 'amount_to_largest',
    isMonotone: true,
    text: 'The total is far above the largest of the latest accepted orders.',
    of: ({ totalMinor }, { largestMinor }) => times(Number(totalMinor), largestMinor),
  },
  {
    name: 'orders_before',
    isMonotone: false,
    text: 'The number of earlier orders of the account is unusual.',
    of: (_order, _facts, { placed }) => placed,
  },
  {
    name: 'not_accepted',
    isMonotone: true,
    text: 'Many of the latest orders of the account were not accepted.',
    of: (_order, { accepted }, { placed }) => Math.max(0, placed - accepted),
  },
  {
    name: 'declined',
    isMonotone: true,
    text: 'Banks declined payments of the account within 24 hours.',
    of: (_order, { declinedLastDay }) => declinedLastDay,
  },
  {
    name: 'last_hour',
    isMonotone: true,
    text: 'The account placed several orders within an hour.',
    of: (_order, _facts, { lastHour }) => lastHour,
  },
  {
    name: 'last_day',
    isMonotone: true,
    text: 'The account placed several orders within 24 hours.',
    of: (_order, _facts, { lastDay }) => lastDay,
  },
  {
    name: 'other_country',
    isMonotone: true,
    text: 'Few or none of the latest accepted orders went to this country.',
    of: (_order, { accepted, toCountry }) => (accepted === 0 ? 0 : 1 - toCountry / accepted),
  },
  {
    name: 'lines',
    isMonotone: false,
    text: 'The number of lines is unusual.',
    of: (_order, _facts, { lines }) => times(lines, 1),
  },
  {
    name: 'units_per_line',
    isMonotone: false,
    text: 'The number of units of a line is unusual.',
    of: (_order, _facts, { lines, units }) => times(units, lines),
  },
] as const satisfies readonly FraudFeature[];

/** @returns null for an order whose facts were counted by a version without a model. */
export function featuresOf(order: AssessedOrder, medians: CurrencyMedians): number[] | null {
  const facts = order.risk?.facts;
  const pattern = facts?.pattern;
  if (facts === undefined || pattern === undefined) return null;
  return fraudFeatures.map(({ of }) => of(order, facts, pattern, medians));
}
