import { expect, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { usualFraudRules } from '../../config/schema/fraud';
import { Random } from '../../platform/testing/random';
import { msPerDay } from '../../platform/values/time';
import { scoreByModel } from '../../subgraphs/orders/domain/fraud-model';
import { modelFile, parseModel } from '../../subgraphs/orders/workflows/fraud-model-file';
import { areaUnderCurve, evaluateModel } from './evaluate-model';
import { evaluationText } from './evaluation-text';
import { type ReplayedOrder, replayed } from './history';
import { patternKinds } from './injected-patterns';
import { ringKinds } from './linked-accounts';
import { trainingOrdersMin, trainModel } from './train-model';

/** A shop of 200 buyers, who order every week or two for about as much as before. */
function history(count: number, seed = 3): ReplayedOrder[] {
  const random = new Random(seed);
  const usual = Array.from({ length: 200 }, () => 2_000 + 20_000 * random.next());
  return Array.from({ length: count }, (_, index) => {
    const buyer = random.int(0, usual.length - 1);
    const lines = random.int(2, 30);
    return {
      id: `${index}`,
      number: `${index}`,
      customerId: `buyer ${buyer}`,
      placedAt: new Date(Date.UTC(2026, 0, 1) + (index * 180 * msPerDay) / count),
      currency: 'EUR',
      totalMinor: BigInt(Math.round((usual[buyer] ?? 0) * (0.5 + random.next()))),
      country: random.chance(0.98) ? 'DE' : 'FR',
      lines,
      units: lines * random.int(1, 12),
      isAccepted: random.chance(0.98),
      isDeclined: false,
      isRejectedByReview: false,
      paymentReference: null,
    };
  });
}

const options = { trainingSeed: 1, testSeed: 2, cases: 15, chargebacks: new Set<string>() };
const { fraud } = parseConfiguration({ environment: 'development' }).orders;
const rules = { ...fraud, ...usualFraudRules };

test('the area under the curve is what one computes by hand', () => {
  expect(areaUnderCurve([3, 4], [1, 2])).toBe(1);
  expect(areaUnderCurve([1, 2], [3, 4])).toBe(0);
  expect(areaUnderCurve([2], [1, 3])).toBe(0.5);
  // One of the four pairs is won, and two are ties: (1 + 2 × 0.5) / 4.
  expect(areaUnderCurve([1, 2], [1, 2])).toBe(0.5);
  expect(areaUnderCurve([5, 5], [5, 4, 5])).toBeCloseTo((2 + 4 * 0.5) / 6, 10);
});

test('a model finds what the rules miss, kinds that it never saw included', {
  timeout: 120_000,
}, () => {
  const found = evaluateModel(history(4_000), rules, options);
  const [, together, eager, asMany] = found.detectors;
  expect(together?.genuineInReview).toBeLessThan(0.5);
  expect(asMany?.recall).toBeGreaterThan(eager?.recall ?? 100);
  expect(asMany?.genuineInReview).toBeLessThanOrEqual(0.5);
  for (const kind of patternKinds) expect(found.aucLeftOut[kind]).toBeGreaterThan(0.8);
  const { links } = found;
  for (const kind of ringKinds) {
    expect(links.recall[kind]).toBeGreaterThan(20);
    expect(links.recallUnlinked[kind]).toBe(0);
  }
  expect(links.genuineInReview).toBeLessThan(0.5);
  const text = evaluationText(found);
  for (const kind of ringKinds) expect(text).toContain(kind);
  for (const kind of patternKinds) expect(text).toContain(kind);
  expect(text).toMatch(/model trained without the kind +0\.\d{3}/);
});

test('the same history and seed give the same model, which is read as it was written', () => {
  const given = { seed: 1, cases: 10, kinds: patternKinds, chargebacks: new Set<string>() };
  const at = new Date('2026-11-29T00:00:00Z');
  const model = trainModel(history(2_000), given, at);
  expect(trainModel(history(2_000), given, at)).toEqual(model);
  expect(parseModel(modelFile(model))).toEqual(model);
  expect(model.baseline.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
});

test('orders that were charged back or rejected are examples of fraud', () => {
  const orders = history(2_400).map((order, index) => ({
    ...order,
    // Every tenth order of one line with 900 units was fraud.
    ...(index % 10 === 0 ? { lines: 1, units: 900 } : {}),
    isRejectedByReview: index % 20 === 0,
  }));
  const chargebacks = new Set(
    orders.filter((_, index) => index % 20 === 10).map(({ number }) => number),
  );
  const given = { seed: 1, cases: 5, kinds: [], chargebacks };
  const { trainedOn } = trainModel(orders, given);
  expect([trainedOn['chargebacks'], trainedOn['rejectedByReview']]).toEqual([90, 90]);
});

/** A history whose newest orders are fraud that a bank found, each tenth with 900 units a line. */
function withChargebacks(count: number) {
  const orders = history(count).map((order, index) =>
    index % 10 === 0 ? { ...order, lines: 1, units: 900, totalMinor: 900_000n } : order,
  );
  const fraud = orders.filter((_, index) => index % 10 === 0).map(({ number }) => number);
  return { orders, chargebacks: new Set(fraud) };
}

test('an order that was charged back does not set the score of genuine ones', () => {
  const { orders, chargebacks } = withChargebacks(2_400);
  const model = trainModel(orders, { seed: 1, cases: 5, kinds: [], chargebacks });
  // The baseline has the genuine orders of the newest quarter alone: 0.2 % of them are above 0.5.
  const above = model.baseline.slice(5).reduce((sum, share) => sum + share, 0);
  const scores = replayed(orders, 0)
    .filter(({ order }) => chargebacks.has(order.number))
    .map(({ assessed }) => scoreByModel(assessed, model)?.score ?? 0);
  expect(above).toBeLessThan(0.01);
  expect(scores.filter((score) => score > 0.5).length).toBeGreaterThan(0.9 * scores.length);
});

test('an order that was charged back is no genuine order of an evaluation', {
  timeout: 120_000,
}, () => {
  const { orders, chargebacks } = withChargebacks(3_600);
  const found = evaluateModel(orders, rules, { ...options, cases: 3, chargebacks });
  // A third of the orders is the test, and a tenth of it was charged back.
  expect(found.genuine + found.giants).toBe(1_080);
});

test(`fewer than ${trainingOrdersMin} orders are refused`, () => {
  const given = { seed: 1, cases: 10, kinds: patternKinds, chargebacks: new Set<string>() };
  const few = history(trainingOrdersMin - 1);
  expect(() => trainModel(few, given)).toThrow('A model takes 2000 orders, and there are 1999');
});
