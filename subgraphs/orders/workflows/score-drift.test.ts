import { expect, test } from 'vitest';
import { ScoreDrift } from './score-drift';

const even = Array(10).fill(0.1);
const filled = (count: number, scoreOf: (index: number) => number, baseline = even) => {
  const drift = new ScoreDrift(baseline);
  for (let index = 0; index < count; index += 1) drift.add(scoreOf(index));
  return drift.index;
};

test('there is none while the scores are those of the training', () => {
  expect(filled(1_000, (index) => (index % 10) / 10)).toBeCloseTo(0, 10);
});

test('it is what one computes by hand', () => {
  // Half of the scores in the first two tenths each: (0.5 - 0.1) × ln 5 twice, and eight times
  // (0.001 - 0.1) × ln 0.01.
  const byHand = 2 * 0.4 * Math.log(5) + 8 * (0.001 - 0.1) * Math.log(0.01);
  expect(filled(1_000, (index) => (index % 2) / 10)).toBeCloseTo(byHand, 10);
});

test('it takes 200 scores to say something, and forgets all but the last 1,000', () => {
  expect(filled(199, () => 1)).toBe(0);
  expect(filled(200, () => 1)).toBeGreaterThan(0.25);
  expect(filled(2_000, (index) => (index < 1_000 ? 1 : (index % 10) / 10))).toBeCloseTo(0, 10);
});
