import { expect, test } from 'vitest';
import { type Result, type Row, rowOf, table } from './result';

const resultWith = (...rows: Row[]): Result => ({
  scenario: 'tides',
  at: '2026-11-24T00:00:00.000Z',
  commit: 'abc1234',
  hasChanges: false,
  machine: { cpu: 'some', cores: 2, memoryGiB: 8, node: 'v24' },
  rows,
});

test('empty columns are left out', () => {
  const result = resultWith(
    { name: 'ebb', perSecond: 10, p50Ms: 1.25, p99Ms: Number.NaN },
    { name: 'flood', figures: { 'height m': 3 } },
  );
  expect(table(result, null)).toBe(`| what | per s | p50 ms | height m |
|---|---|---|---|
| ebb | 10.0 | 1.3 |  |
| flood |  |  | 3.00 |`);
});

test('an earlier result is compared with the row of the same name', () => {
  const now = resultWith({ name: 'ebb', perSecond: 30 }, { name: 'new', perSecond: 5 });
  const text = table(now, resultWith({ name: 'ebb', perSecond: 20 }));
  expect(text.split('\n').slice(2)).toEqual(['| ebb | 30.0 | 1.50 |', '| new | 5.0 |  |']);
});

test('a row has the rate of a load and its percentiles by nearest rank', () => {
  const latenciesMs = Array.from({ length: 200 }, (_, index) => 200 - index);
  const row = rowOf('ebb', { latenciesMs, outcomes: { high: 200 }, elapsedMs: 4_000 });
  expect(row).toEqual({
    name: 'ebb',
    perSecond: 50,
    p50Ms: 100,
    p99Ms: 198,
    outcomes: { high: 200 },
  });
});
