import { expect, test } from 'vitest';
import { slopePerMinute } from './trend';

const everySecond = (valueAt: (second: number) => number) =>
  Array.from({ length: 60 }, (_, second) => ({ atMs: second * 1_000, value: valueAt(second) }));

test('a line has the same slope for any start of the clock', () => {
  const points = everySecond((second) => 100 + second / 10);
  expect(slopePerMinute(points)).toBeCloseTo(6);
  const later = points.map(({ atMs, value }) => ({ atMs: atMs + 1e12, value }));
  expect(slopePerMinute(later)).toBeCloseTo(6, 3);
});

test('values that oscillate around a level have almost no slope', () => {
  const points = everySecond((second) => 100 + (second % 2 === 0 ? 5 : -5));
  expect(Math.abs(slopePerMinute(points))).toBeLessThan(1);
});

test('a single point, or points at the same moment, have no slope', () => {
  expect(slopePerMinute([{ atMs: 1, value: 5 }])).toBe(0);
  expect(
    slopePerMinute([
      { atMs: 1, value: 5 },
      { atMs: 1, value: 9 },
    ]),
  ).toBe(0);
});
