import { median } from '../../platform/values/median';
import { msPerDay } from '../../platform/values/time';
import { assessRisk, type FraudRules, ordersCountedMax } from '../../subgraphs/orders/domain/fraud';
import { type FraudModel, scoreByModel } from '../../subgraphs/orders/domain/fraud-model';
import { evaluateLinks, type LinkEvaluation } from './evaluate-links';
import { isKnownFraud, madeUp } from './examples';
import { type Assessed, type ReplayedOrder, replayed } from './history';
import { type PatternKind, patternKinds } from './injected-patterns';
import { trainModel } from './train-model';

/** The newest share of the history, which no model of the evaluation has seen. */
const testShare = 1 / 3;
/** A genuine order of so many medians is counted apart. */
const giantTimes = 20;
/** More genuine orders in review would cost a shop more than the fraud. */
const genuineInReviewMax = 0.005;
const percent = 100;

export interface EvaluationOptions {
  readonly trainingSeed: number;
  readonly testSeed: number;
  /** Made-up cases of each kind, in the training and again in the test. */
  readonly cases: number;
  readonly chargebacks: ReadonlySet<string>;
}

export interface Detector {
  readonly name: string;
  /** Percent of the alerts that are fraud. */
  readonly precision: number;
  /** Percent of the fraudulent orders that raise an alert, over all kinds and by kind. */
  readonly recall: number;
  readonly recallByKind: Readonly<Record<PatternKind, number>>;
  readonly aucByKind: Readonly<Record<PatternKind, number>>;
  readonly alertsADay: number;
  /** Percent of the genuine orders in review, without giant ones. */
  readonly genuineInReview: number;
  readonly giantsInReview: number;
}

export interface Evaluation {
  readonly orders: number;
  readonly days: number;
  readonly genuine: number;
  readonly giants: number;
  readonly fraudulent: Readonly<Record<PatternKind, number>>;
  readonly detectors: readonly Detector[];
  /** The area under the curve of each kind, by a model that was trained without it. */
  readonly aucLeftOut: Readonly<Record<PatternKind, number>>;
  readonly links: LinkEvaluation;
}

/** The probability that a fraudulent order scores higher than a genuine one; ties count half. */
export function areaUnderCurve(fraud: readonly number[], genuine: readonly number[]): number {
  const all = [
    ...fraud.map((score) => ({ score, isFraud: true })),
    ...genuine.map((score) => ({ score, isFraud: false })),
  ].sort((one, other) => one.score - other.score);
  let [ranks, start] = [0, 0];
  while (start < all.length) {
    let end = start;
    while (end < all.length && all[end]?.score === all[start]?.score) end += 1;
    const tied = all.slice(start, end).filter(({ isFraud }) => isFraud).length;
    ranks += tied * ((start + 1 + end) / 2);
    start = end;
  }
  return (ranks - (fraud.length * (fraud.length + 1)) / 2) / (fraud.length * genuine.length);
}

interface TestSet {
  readonly genuine: readonly Assessed[];
  readonly giants: readonly Assessed[];
  readonly fraud: ReadonlyMap<PatternKind, readonly Assessed[]>;
  readonly days: number;
}

type Score = (order: Assessed) => number;

const byKind = <Value>(of: (kind: PatternKind) => Value): Record<PatternKind, Value> =>
  Object.fromEntries(patternKinds.map((kind) => [kind, of(kind)])) as Record<PatternKind, Value>;

/** What a score finds above a threshold. */
function detect(name: string, score: Score, threshold: number, set: TestSet): Detector {
  const isAlert = (order: Assessed): boolean => score(order) > threshold;
  const count = (orders: readonly Assessed[]): number => orders.filter(isAlert).length;
  const fraud = [...set.fraud.values()].flat();
  const [found, genuine, giants] = [count(fraud), count(set.genuine), count(set.giants)];
  const genuineScores = [...set.genuine, ...set.giants].map(score);
  const ofKind = (kind: PatternKind): readonly Assessed[] => set.fraud.get(kind) ?? [];
  return {
    name,
    precision: (percent * found) / Math.max(1, found + genuine + giants),
    recall: (percent * found) / fraud.length,
    recallByKind: byKind((kind) => (percent * count(ofKind(kind))) / ofKind(kind).length),
    aucByKind: byKind((kind) => areaUnderCurve(ofKind(kind).map(score), genuineScores)),
    alertsADay: (found + genuine + giants) / set.days,
    genuineInReview: (percent * genuine) / set.genuine.length,
    giantsInReview: giants,
  };
}

/** The lowest threshold at which a score sends at most so many genuine orders to review. */
function thresholdFor(score: Score, falseAlarms: number, set: TestSet): number {
  const scores = [...set.genuine, ...set.giants].map(score).sort((one, other) => other - one);
  return scores[falseAlarms] ?? 0;
}

function testSet(
  orders: readonly ReplayedOrder[],
  from: Date,
  countedMax: number,
  { testSeed, cases, chargebacks }: EvaluationOptions,
): TestSet {
  const genuine = replayed(orders, countedMax).filter(
    ({ order }) =>
      order.placedAt >= from && !order.isDeclined && !isKnownFraud(order, { chargebacks }),
  );
  const made = madeUp(orders, from, countedMax, { seed: testSeed, cases, kinds: patternKinds });
  const middle = median(genuine.map(({ order }) => Number(order.totalMinor)));
  const isGiant = ({ order }: Assessed): boolean => Number(order.totalMinor) > giantTimes * middle;
  const last = orders.at(-1)?.placedAt ?? from;
  return {
    genuine: genuine.filter((one) => !isGiant(one)),
    giants: genuine.filter(isGiant),
    fraud: Map.groupBy(made, ({ order }) => order.kind as PatternKind),
    days: Math.max(1, (last.getTime() - from.getTime()) / msPerDay),
  };
}

const modelScore =
  (model: FraudModel): Score =>
  ({ assessed }) =>
    scoreByModel(assessed, model)?.score ?? 0;

/** Trains on the older two thirds of a history, and judges by the newest third. */
export function evaluateModel(
  history: readonly ReplayedOrder[],
  rules: FraudRules,
  options: EvaluationOptions,
): Evaluation {
  const orders = history.toSorted((a, b) => a.placedAt.getTime() - b.placedAt.getTime());
  const from = orders[Math.floor((1 - testShare) * orders.length)]?.placedAt ?? new Date(0);
  const older = orders.filter(({ placedAt }) => placedAt < from);
  const set = testSet(orders, from, ordersCountedMax(rules), options);
  const train = (kinds: readonly PatternKind[]): FraudModel => {
    const { trainingSeed: seed, cases, chargebacks } = options;
    return trainModel(older, { seed, cases, chargebacks, kinds });
  };
  const byRules: Score = ({ assessed }) => assessRisk(assessed, false, rules).assessment.score;
  const byModel = modelScore(train(patternKinds));
  const both: Score = (order) => Math.max(byRules(order), byModel(order));
  const alone = detect('rules alone', byRules, rules.threshold, set);
  const together = detect('rules and model', both, rules.threshold, set);
  const most = Math.floor(genuineInReviewMax * set.genuine.length);
  const eager = detect('rules, lowest threshold', byRules, thresholdFor(byRules, most, set), set);
  const alarms = Math.round((eager.genuineInReview / percent) * set.genuine.length);
  const asMany = thresholdFor(both, alarms + eager.giantsInReview, set);
  const genuineScores = (score: Score) => [...set.genuine, ...set.giants].map(score);
  return {
    orders: orders.length,
    days: set.days,
    genuine: set.genuine.length,
    giants: set.giants.length,
    fraudulent: byKind((kind) => set.fraud.get(kind)?.length ?? 0),
    detectors: [alone, together, eager, detect('both, as many false alarms', both, asMany, set)],
    aucLeftOut: byKind((kind) => {
      const score = modelScore(train(patternKinds.filter((other) => other !== kind)));
      return areaUnderCurve((set.fraud.get(kind) ?? []).map(score), genuineScores(score));
    }),
    links: evaluateLinks(
      orders.filter(({ placedAt }) => placedAt >= from),
      rules,
      {
        seed: options.testSeed,
        cases: options.cases,
      },
    ),
  };
}
