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
  const { all: found } = evaluate({ shop: series([]), skus }, ten, [origin ?? 0], 2);
  // The demand is 140 and 70 units. The 14-day sums are off by 0 and 70, the single days by 10 and
  // 5 on each of 14 days. Each of the 28 intervals is 8 units wide.
  expect(found).toEqual({
    wape: expect.closeTo((100 * 70) / 210, 10),
    wapeOfDays: 100,
    bias: expect.closeTo((100 * 70) / 210, 10),
    coverage: 50,
    width: expect.closeTo((100 * 8 * 28) / 210, 10),
    // Seven days exceed 12 by 8 units and cost 0.9 of each; seven are below by 12, 14 by 7 units.
    pinball: expect.closeTo((100 * (7 * 8 * 0.9 + (7 * 12 + 14 * 7) * 0.1)) / 210, 10),
    // The history of both is constant before the origin, which is no scale.
    mase: Number.NaN,
    forecasts: 2,
    demand: 210,
    forecast: 280,
  });
  expect(evaluate({ shop: series([]), skus }, ten, [origin ?? 0], 1).all.forecasts).toBe(1);
});

test('an error is scaled by the change of a week in the history', () => {
  // 4 and 0 units by turns of a week: a change of 4. Ten units are forecast, and none is sold.
  const week = (units: number) => days(7, units);
  const history = Array.from({ length: 10 }, (_, index) => week(index % 2 === 0 ? 4 : 0)).flat();
  const skus = [series([...history, ...days(14, 0)])];
  const ten: Method = () => () => ({ expected: 10, low: 0, high: 10 });
  const found = evaluate({ shop: series([]), skus }, ten, [1_070], 1);
  expect(found.all.mase).toBeCloseTo(10 / 4, 10);
});

test('SKUs are divided by how often they were sold before the origin', () => {
  const rare = series([9, ...days(59, 0), ...days(14, 1)]);
  const frequent = series([...days(60, 8), ...days(14, 2)]);
  const one: Method = () => () => ({ expected: 1, low: 0, high: 1 });
  const { bySegment, byOrigin } = evaluate(
    { shop: series([]), skus: [rare, frequent] },
    one,
    [1_060],
    2,
  );
  expect(bySegment['sold on under 20 % of days']).toMatchObject({ demand: 14, wape: 0 });
  expect(bySegment['sold on over 50 % of days']).toMatchObject({ demand: 28, wape: 50 });
  expect(bySegment['sold on 20 to 50 % of days'].forecasts).toBe(0);
  expect(byOrigin).toMatchObject([{ demand: 42, forecast: 28 }]);
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
