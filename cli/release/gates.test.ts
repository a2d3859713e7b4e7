import { describe, expect, test } from 'vitest';
import { Random } from '../../platform/testing/random';
import { falseAlarmRate, gates, judge, operationGate, type Sample } from './gates';
import { evidence, rejectionAt } from './sequential-test';

interface Canary {
  readonly steps: number;
  readonly requestsPerStep: number;
  /** Requests of the previous version in the same time. */
  readonly others: number;
  readonly errorShare: number;
  readonly othersErrorShare: number;
  /** Requests between two reads of the counters. */
  readonly every: number;
}

/** @returns how many of so many outcomes are bad. */
function drawBad(count: number, share: number, random: Random): number {
  let bad = 0;
  for (let drawn = 0; drawn < count; drawn += 1) if (random.chance(share)) bad += 1;
  return bad;
}

const none = { bad: 0, all: 0 };
const operations = new Map();
const noOrders = { orderErrors: none, slowOrders: none, blocked: none, slower: none, operations };

const sampleOf = (bad: number, all: number): Sample => ({
  errors: { bad, all },
  slow: { bad: 0, all },
  ...noOrders,
});

/** @returns the number of requests until the rejection; null if it has passed. */
function release(canary: Canary, random: Random): number | null {
  const { steps, requestsPerStep, every, others } = canary;
  const othersEvery = (others / requestsPerStep) * every;
  let [othersBad, othersAll] = [0, 0];
  for (let step = 0; step < steps; step += 1) {
    let bad = 0;
    for (let all = every; all <= requestsPerStep; all += every) {
      bad += drawBad(every, canary.errorShare, random);
      othersBad += drawBad(othersEvery, canary.othersErrorShare, random);
      othersAll += othersEvery;
      const rejection = judge(sampleOf(bad, all), sampleOf(othersBad, othersAll), steps);
      if (rejection) return step * requestsPerStep + all;
    }
  }
  return null;
}

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((one, other) => one - other)[Math.floor(share * values.length)] ?? 0;

test('the evidence is that of Wald for a sequence of outcomes', () => {
  const hypotheses = { expected: 0.1, suspected: 0.3 };
  const each = [true, false, false, true, false];
  const ratio = each.reduce((product, bad) => product * (bad ? 0.3 / 0.1 : 0.7 / 0.9), 1);
  expect(evidence({ bad: 2, all: 5 }, hypotheses)).toBeCloseTo(Math.log(ratio), 10);
  expect(rejectionAt(0.001)).toBeCloseTo(Math.log(1_000), 10);
});

describe('simulated releases', () => {
  const releases = 2_000;
  const run = (canary: Canary, seed: number) => {
    const random = new Random(seed);
    return Array.from({ length: releases }, () => release(canary, random));
  };
  const [errors] = gates;
  const tolerated = errors?.toleratedShare ?? 0;

  test.each([
    ['as many errors as are tolerated', tolerated, tolerated / 2],
    ['as many errors as the previous version, which has many', 0.01, 0.01],
    ['none', 0, 0],
  ])('of a version with %s are rolled back in at most the stated share', (_name, share, others) => {
    const canary = {
      steps: 4,
      requestsPerStep: 500,
      others: 1_500,
      every: 2,
      errorShare: share,
      othersErrorShare: others,
    };
    const alarms = run(canary, 1).filter((ended) => ended !== null).length / releases;
    process.stdout.write(`false alarms: ${(alarms * 100).toFixed(2)} % of ${releases} releases\n`);
    expect(alarms).toBeLessThanOrEqual(falseAlarmRate);
  });

  test('of a version with 5 % errors are rolled back in time', () => {
    const canary = {
      steps: 4,
      requestsPerStep: 2_000,
      others: 18_000,
      every: 10,
      errorShare: 0.05,
      othersErrorShare: 0,
    };
    const needed = run(canary, 2).map((ended) => ended ?? Number.POSITIVE_INFINITY);
    const [half, most] = [quantile(needed, 0.5), quantile(needed, 0.99)];
    process.stdout.write(
      `requests to the canary until the roll-back: median ${half}, p99 ${most}\n`,
    );
    // The canary gets a tenth of 500 requests a second for 5 s, or of 100 a second for 20 s.
    expect(most).toBeLessThanOrEqual(5 * 50);
    expect(half).toBeLessThanOrEqual(20 * 10);
  });
});

test('a slower version is rejected as well', () => {
  const errors = { bad: 0, all: 200 };
  const before = { errors, slow: { bad: 2, all: 200 }, ...noOrders };
  expect(judge({ ...before, slow: { bad: 60, all: 200 } }, before, 4)?.gate).toBe('slow moments');
  expect(judge(before, before, 4)).toBeNull();
});

test('orders are judged by themselves, however few they are among the reads', () => {
  const before = { ...sampleOf(0, 10_000), orderErrors: { bad: 0, all: 100 } };
  const orderErrors = { bad: 5, all: 60 };
  expect(judge({ ...sampleOf(5, 10_000), orderErrors }, before, 4)?.gate).toContain('of orders');
  const slowOrders = { bad: 9, all: 10 };
  expect(judge({ ...sampleOf(0, 10_000), slowOrders }, before, 4)?.gate).toContain('of orders');
});

test('the gates share the false alarms', () => {
  const shares = [...gates, operationGate].map(({ alarmShare }) => alarmShare);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
});

test('a version is not held to account for what both suffer', () => {
  const suffered = { bad: 100, all: 200 };
  const orders = { orderErrors: suffered, slowOrders: suffered };
  const both = {
    ...sampleOf(100, 200),
    ...orders,
    slow: suffered,
    blocked: suffered,
    slower: suffered,
  };
  expect(judge(both, both, 4)).toBeNull();
});
