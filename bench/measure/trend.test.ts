import { expect, test } from 'vitest';
import { median, slopePerMinute } from './trend';

const everySecond = (valueAt: (second: number) => number) =>
  Array.from({ length: 60 }, (_, second) => ({ atMs: second * 1_000, value: valueAt(second) }));

test('a line has its own slope, whatever the clock began with', () => {
  const points = everySecond((second) => 100 + second / 10);
  expect(slopePerMinute(points)).toBeCloseTo(6);
  const later = points.map(({ atMs, value }) => ({ atMs: atMs + 1e12, value }));
  expect(slopePerMinute(later)).toBeCloseTo(6, 3);
});

test('what goes up and down around a level has next to none', () => {
  const points = everySecond((second) => 100 + (second % 2 === 0 ? 5 : -5));
  expect(Math.abs(slopePerMinute(points))).toBeLessThan(1);
});

test('one point, or all at one moment, are no trend', () => {
  expect(slopePerMinute([{ atMs: 1, value: 5 }])).toBe(0);
  expect(
    slopePerMinute([
      { atMs: 1, value: 5 },
      { atMs: 1, value: 9 },
    ]),
  ).toBe(0);
});

test.each([
  [[], 0],
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 2, 100], 3],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});
