import { Random } from '../../platform/testing/random';
import {
  type CurrencyMedians,
  featuresOf,
  fraudFeatures,
} from '../../subgraphs/orders/domain/fraud-features';
import type { Example } from './boost-trees';
import { type Assessed, type ReplayedOrder, replayed } from './history';
import { injected, type PatternKind } from './injected-patterns';

/** A share of the genuine orders: the weight of all examples of one kind of fraud together. */
const kindShare = 0.02;
/** Orders that a bank or a person called fraud weigh as much as so many made-up ones. */
const knownWeight = 10;
const strangers = 2_000;
/** How far strangers lie outside the range of genuine orders, as a share of it. */
const strangerMargin = 0.5;
const strangeFeaturesMin = 1;
const strangeFeaturesMax = 3;

export interface ExampleOptions {
  readonly seed: number;
  /** Made-up cases of each kind. */
  readonly cases: number;
  readonly kinds: readonly PatternKind[];
  /** Numbers of orders that were charged back. */
  readonly chargebacks: ReadonlySet<string>;
}

const rowOf = ({ assessed }: Assessed, medians: CurrencyMedians): number[] =>
  featuresOf(assessed, medians) ?? fraudFeatures.map(() => 0);

/** Whether a bank or a person called the order fraud. */
export const isKnownFraud = (
  { number, isRejectedByReview }: ReplayedOrder,
  { chargebacks }: Pick<ExampleOptions, 'chargebacks'>,
): boolean => isRejectedByReview || chargebacks.has(number);

/** Only authorised orders are scored. */
const authorised = (all: readonly Assessed[]): Assessed[] =>
  all.filter(({ order }) => !order.isDeclined);

/**
 * Genuine orders with one to three features drawn from a wider range than theirs: what no pattern
 * has thought of. Without them, a model finds nothing but the patterns that it has seen.
 */
function strange(genuine: readonly (readonly number[])[], seed: number): number[][] {
  const random = new Random(seed);
  const ranges = fraudFeatures.map((_feature, index) => {
    const values = genuine.map((row) => row[index] ?? 0);
    const [least, most] = values.reduce(
      ([low, high], one) => [Math.min(low, one), Math.max(high, one)] as const,
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as const,
    );
    return { least, most: most + strangerMargin * (most - least) };
  });
  return Array.from({ length: strangers }, () => {
    const row = [...random.pick(genuine)];
    const count = random.int(strangeFeaturesMin, strangeFeaturesMax);
    for (const index of random.shuffled([...row.keys()]).slice(0, count)) {
      const { least = 0, most = 0 } = ranges[index] ?? {};
      row[index] = least + random.next() * (most - least);
    }
    return row;
  });
}

/** Orders that were made up, as the shop would have seen them among the genuine ones. */
export function madeUp(
  orders: readonly ReplayedOrder[],
  from: Date,
  countedMax: number,
  options: Pick<ExampleOptions, 'seed' | 'cases' | 'kinds'>,
): Assessed[] {
  const extra = injected(orders, from, options);
  return authorised(replayed([...orders, ...extra], countedMax)).filter(
    ({ order }) => order.kind !== undefined,
  );
}

/** Examples of the same class, which share a weight. */
const shared = (rows: readonly number[][], isFraud: boolean, total: number): Example[] =>
  rows.map((features) => ({ features, isFraud, weight: total / rows.length }));

/** What a model is trained on. */
export function examplesOf(
  orders: readonly ReplayedOrder[],
  from: Date,
  medians: CurrencyMedians,
  options: ExampleOptions,
): Example[] {
  const all = authorised(replayed(orders, 0)).filter(({ order }) => order.placedAt >= from);
  const genuine = all.filter(({ order }) => !isKnownFraud(order, options));
  const rows = genuine.map((one) => rowOf(one, medians));
  const kinds = Map.groupBy(madeUp(orders, from, 0, options), ({ order }) => order.kind);
  const weight = kindShare * rows.length;
  const known = all
    .filter(({ order }) => isKnownFraud(order, options))
    .map((one) => ({ features: rowOf(one, medians), isFraud: true, weight: knownWeight }));
  return [
    ...shared(rows, false, rows.length),
    ...[...kinds.values()].flatMap((kind) =>
      shared(
        kind.map((one) => rowOf(one, medians)),
        true,
        weight,
      ),
    ),
    ...shared(strange(rows, options.seed), true, weight),
    ...known,
  ];
}
