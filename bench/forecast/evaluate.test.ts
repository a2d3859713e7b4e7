import { expect, test } from 'vitest';
import { evaluate, lastOrigins, originsFrom } from './evaluate';
import { type Method, methods } from './methods';

const series = (units: readonly number[]) => ({ firstDay: 1_000, units });
const days = (count: number, units: number): number[] => Array(count).fill(units);

test('the last origins are 14 days apart, and the last block ends with the series', () => {
  expect(lastOrigins(series(days(100, 1)), 3)).toEqual([1_058, 1_072, 1_086]);
});

test('origins from a day on end with the last whole block', () => {
  expect(originsFrom(series(days(100, 1)), 1_060)).toEqual([1_060, 1_074]);
  expect(originsFrom(series(days(100, 1)), 1_090)).toEqual([]);
});

test('errors are those that one computes by hand', () => {
  // 10 units a day are forecast. The first SKU sells 20 and 0 in turn, the second 5 a day.
  const skus = [
    series([...days(60, 9), ...days(7, 0).flatMap(() => [20, 0])]),
    series([...days(60, 8), ...days(14, 5)]),
  ];
  const ten: Method = () => () => ({ expected: 10, low: 4, high: 12 });
  const [origin] = lastOrigins(series(days(74, 1)), 1);
  const found = evaluate({ shop: series([]), skus }, ten, [origin ?? 0], 2);
  // The demand is 140 and 70 units. The 14-day sums are off by 0 and 70, the single days by 10 and
  // 5 on each of 14 days. Each of the 28 intervals is 8 units wide.
  expect(found).toEqual({
    wape: expect.closeTo((100 * 70) / 210, 10),
    wapeOfDays: 100,
    bias: expect.closeTo((100 * 70) / 210, 10),
    coverage: 50,
    width: expect.closeTo((100 * 8 * 28) / 210, 10),
    forecasts: 2,
  });
  expect(evaluate({ shop: series([]), skus }, ten, [origin ?? 0], 1).forecasts).toBe(1);
});

test.each(Object.entries(methods))(
  '%s does not see what comes after the origin',
  (_name, method) => {
    const before = Array.from({ length: 200 }, (_, day) => (day * 7) % 11);
    const origin = 1_200;
    const forecastsWith = (after: number) => {
      const sku = series([...before, ...days(14, after)]);
      const forecastDay = method({ shop: sku, skus: [sku] }, origin);
      return Array.from({ length: 14 }, (_, ahead) => forecastDay(sku, ahead));
    };
    expect(forecastsWith(0)).toEqual(forecastsWith(1_000));
    expect(forecastsWith(0)).not.toContain(null);
  },
);

test.each(Object.entries(methods))('%s forecasts nothing without history', (_name, method) => {
  const sku = series(days(55, 3));
  expect(method({ shop: sku, skus: [sku] }, 1_055)(sku, 0)).toBeNull();
});
