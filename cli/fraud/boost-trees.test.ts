import { expect, test } from 'vitest';
import { Random } from '../../platform/testing/random';
import { scoreTrees } from '../../subgraphs/orders/domain/boosted-trees';
import { boostTrees, type Example } from './boost-trees';

const random = new Random(7);
/** Fraud is where the first feature is above 0.5 and the second below 0.3; the third is noise. */
const examples: Example[] = Array.from({ length: 3_000 }, () => {
  const features = [random.next(), random.next(), random.next()];
  const [one = 0, other = 0] = features;
  return { features, isFraud: one > 0.5 && other < 0.3, weight: 1 };
});
const free = [false, false, false];

test('trees learn where two features together mean fraud', () => {
  const trees = boostTrees(examples, free);
  const scoreOf = (...features: number[]) => scoreTrees(trees, features).logOdds;
  for (const noise of [0.1, 0.9]) {
    expect(scoreOf(0.8, 0.1, noise)).toBeGreaterThan(2);
    expect(scoreOf(0.8, 0.6, noise)).toBeLessThan(-2);
    expect(scoreOf(0.2, 0.1, noise)).toBeLessThan(-2);
  }
});

test('the parts of the features and the roots add up to the score', () => {
  const trees = boostTrees(examples, free);
  const roots = trees.reduce((sum, { value }) => sum + (value[0] ?? 0), 0);
  for (const { features } of examples.slice(0, 50)) {
    const { logOdds, parts } = scoreTrees(trees, features);
    expect(parts.reduce((sum, part) => sum + part, roots)).toBeCloseTo(logOdds, 9);
    // The noise decides nothing.
    expect(Math.abs(parts[2] ?? 0)).toBeLessThan(Math.abs(parts[0] ?? 0) + Math.abs(parts[1] ?? 0));
  }
});

test('a monotone feature never lowers the score, whatever the examples say', () => {
  const [second] = [boostTrees(examples, [false, true, false])];
  for (let one = 0.05; one < 1; one += 0.1) {
    const scores = Array.from(
      { length: 20 },
      (_, step) => scoreTrees(second, [one, step / 20, 0.5]).logOdds,
    );
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
  }
});

test('the same examples give the same trees', () => {
  expect(boostTrees(examples, free)).toEqual(boostTrees(examples, free));
});
