import { median } from '../../platform/values/median';
import { type CurrencyMedians, fraudFeatures } from '../../subgraphs/orders/domain/fraud-features';
import { type FraudModel, scoreByModel } from '../../subgraphs/orders/domain/fraud-model';
import { boostTrees } from './boost-trees';
import { type ExampleOptions, examplesOf, isKnownFraud } from './examples';
import { type Assessed, type ReplayedOrder, replayed } from './history';

/** The newest share of the history, which only sets the score of 0.5 and the baseline of drift. */
const heldOutShare = 0.25;
/** The share of genuine orders above a score of 0.5. */
export const reviewedShare = 0.002;
/** Made-up cases of each kind. */
export const trainingCases = 100;
const bins = 10;
/** The oldest share of the history is no example: what the shop knew of its buyers was too little. */
const warmUpShare = 0.15;

/**
 * Fewer orders are no basis for a model.
 * @exceeded `fraud train` says so and writes nothing
 * @test cli/fraud/evaluate-model.test.ts
 */
export const trainingOrdersMin = 2_000;

function mediansOf(orders: readonly ReplayedOrder[]): CurrencyMedians {
  const byCurrency = Map.groupBy(orders, ({ currency }) => currency);
  return Object.fromEntries(
    [...byCurrency].map(([currency, all]) => [
      currency,
      Math.max(1, median(all.map(({ totalMinor }) => Number(totalMinor)))),
    ]),
  );
}

const logOddsOf = (score: number): number => Math.log(score / (1 - score));

/** The log-odds that only `reviewedShare` of genuine orders exceed, and the shares of scores by tenths. */
function calibration(genuine: readonly Assessed[], model: FraudModel) {
  const raw = genuine
    .map(({ assessed }) => logOddsOf(scoreByModel(assessed, model)?.score ?? 0))
    .sort((one, other) => one - other);
  const place = Math.min(raw.length - 1, Math.floor((1 - reviewedShare) * raw.length));
  const offset = raw[place] ?? 0;
  const baseline = Array<number>(bins).fill(0);
  for (const one of raw) {
    const bin = Math.min(bins - 1, Math.floor(bins / (1 + Math.exp(offset - one))));
    baseline[bin] = (baseline[bin] ?? 0) + 1 / raw.length;
  }
  return { offset, baseline };
}

const sorted = (orders: readonly ReplayedOrder[]): ReplayedOrder[] =>
  orders.toSorted((one, other) => one.placedAt.getTime() - other.placedAt.getTime());

/**
 * Trains on the older orders, and sets the threshold by the newest quarter.
 * @throws Error if there are too few orders.
 */
export function trainModel(
  history: readonly ReplayedOrder[],
  options: ExampleOptions,
  trainedAt = new Date(),
): FraudModel {
  const orders = sorted(history);
  if (orders.length < trainingOrdersMin) {
    throw new Error(
      `A model takes ${trainingOrdersMin} orders, and there are ${orders.length} to train it on. The rules decide.`,
    );
  }
  const at = (share: number): Date =>
    orders[Math.floor(share * orders.length)]?.placedAt ?? new Date(0);
  const [from, heldOutFrom] = [at(warmUpShare), at(1 - heldOutShare)];
  const older = orders.filter(({ placedAt }) => placedAt < heldOutFrom);
  const medians = mediansOf(older);
  const examples = examplesOf(older, from, medians, options);
  const trees = boostTrees(
    examples,
    fraudFeatures.map(({ isMonotone }) => isMonotone),
  );
  const raw: FraudModel = {
    format: 1,
    trainedAt: trainedAt.toISOString(),
    features: fraudFeatures.map(({ name }) => name),
    medians,
    offset: 0,
    baseline: Array<number>(bins).fill(0),
    trainedOn: {
      orders: older.length,
      heldOut: orders.length - older.length,
      chargebacks: older.filter(({ number }) => options.chargebacks.has(number)).length,
      rejectedByReview: older.filter(({ isRejectedByReview }) => isRejectedByReview).length,
      kinds: options.kinds.length,
      seed: options.seed,
    },
    trees,
  };
  const genuine = replayed(orders, 0).filter(
    ({ order }) =>
      order.placedAt >= heldOutFrom && !order.isDeclined && !isKnownFraud(order, options),
  );
  return { ...raw, ...calibration(genuine, raw) };
}
