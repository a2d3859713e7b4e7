import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EvenSample,
  Forecaster,
  IntervalCalibration,
  quantile,
  ShopShapes,
  shortestRange,
} from './demand-interval';

const origin = 20_000;
const leadTime = { leadTimeDays: 14, serviceLevel: 0.95 };
const seriesOf = (days: number, unitsOn: (day: number) => number) => ({
  firstDay: origin - days,
  units: Array.from({ length: days }, (_, index) => unitsOn(index)),
});

type Series = ReturnType<typeof seriesOf>;

function forecastsOf(shop: Series, many: readonly Series[]) {
  const shapes = new ShopShapes(shop, origin);
  for (const series of many) shapes.add(series);
  const calibration = new IntervalCalibration(origin, shapes, leadTime);
  for (const series of many) calibration.add(series);
  const intervals = calibration.intervals();
  const forecaster = intervals && new Forecaster(origin, shapes, intervals, leadTime);
  return many.map((series) => forecaster?.forecast(series) ?? null);
}

const forecastOf = (series: Series) => forecastsOf(series, [series])[0] ?? null;

describe('the shortest range', () => {
  it.each([
    ['the lowest of equally short ones', [1, 2, 3, 4, 5], 0.5, { low: 1, high: 3 }],
    ['where values are close together', [0, 4, 5, 5.5, 6, 100], 0.5, { low: 4, high: 6 }],
    ['from zero, where most are zero', [0, 0, 0, 0, 0, 0, 0, 2, 9], 0.8, { low: 0, high: 2 }],
    ['everything, where there are few values', [1, 3], 0.8, { low: 1, high: 3 }],
  ])('is %s', (_what, sorted, share, range) => {
    expect(shortestRange(sorted, share)).toEqual(range);
  });

  it('has at least the share of the values', () => {
    const values = fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 9 });
    fc.assert(
      fc.property(values, (given) => {
        const sorted = given.sort((a, b) => a - b);
        const { low, high } = shortestRange(sorted, 0.8);
        const within = sorted.filter((one) => one >= low && one <= high);
        expect(within.length / sorted.length).toBeGreaterThanOrEqual(0.8);
      }),
    );
  });
});

describe('a sample', () => {
  it('keeps every second value once there are 100,000, and then every fourth', () => {
    const sample = new EvenSample();
    for (let value = 0; value < 99_999; value += 1) sample.add(value);
    expect(sample.values).toHaveLength(99_999);
    for (let value = 99_999; value < 240_000; value += 1) sample.add(value);
    expect(sample.values).toHaveLength(60_000);
    expect(sample.values.every((value, index) => value === 4 * index)).toBe(true);
  });
});

describe('the forecast of a week', () => {
  it('of a SKU that sells the same every day has no width', () => {
    const week = Array(7).fill(4);
    expect(forecastOf(seriesOf(300, () => 4))).toEqual({
      expected: week,
      low: week,
      high: week,
      leadTimeDays: 14,
      leadTimeExpected: 56,
      leadTimeHigh: 56,
    });
  });

  it('follows the whole shop when it doubles, faster than one SKU would show it', () => {
    // Smoothing alone has followed two thirds of the way after four weeks: 6.7.
    const week = forecastOf(seriesOf(280, (day) => (day < 252 ? 4 : 8)));
    for (const units of week?.expected ?? [0]) expect(units).toBeGreaterThan(7.2);
  });

  it('has nothing on the weekday on which the shop sells nothing', () => {
    // Day 20,000 is a Friday; the series begins on one too.
    const week = forecastOf(seriesOf(280, (day) => (day % 7 === 0 ? 0 : 7)));
    expect(week?.expected.map((units) => units > 0)).toEqual([
      true,
      true,
      true,
      true,
      false,
      true,
      true,
    ]);
    expect(week?.high[4]).toBe(0);
  });

  it('expects the large sales in the sum, and not on four of five days', () => {
    // Each day, another one of twenty SKUs sells 30 units instead of 10: 11 on average.
    const many = Array.from({ length: 20 }, (_, sku) =>
      seriesOf(280, (day) => (day % 20 === sku ? 30 : 10)),
    );
    const weeks = forecastsOf(
      seriesOf(280, () => 220),
      many,
    );
    expect(weeks).toHaveLength(20);
    for (const week of weeks) {
      expect(week?.expected[0]).toBeCloseTo(11, 0);
      expect(week?.leadTimeExpected).toBeCloseTo(14 * (week?.expected[0] ?? 0), 0);
      expect([week?.low[0], week?.high[0]]).toEqual([10, 10]);
    }
  });

  it('holds four of five days where units are evenly spread', () => {
    let seed = 1;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const many = Array.from({ length: 60 }, () => seriesOf(280, () => Math.floor(random() * 101)));
    const weeks = forecastsOf(
      seriesOf(280, () => 3_000),
      many,
    );
    const coming = weeks.flatMap((week) => {
      return Array.from({ length: 14 }, (_, day) => {
        const units = Math.floor(random() * 101);
        return units >= (week?.low[day % 7] ?? 0) && units <= (week?.high[day % 7] ?? 0);
      });
    });
    const share = coming.filter(Boolean).length / coming.length;
    expect(share).toBeGreaterThan(0.75);
    expect(share).toBeLessThan(0.85);
  });

  it.each([
    ['less than eight weeks', 55],
    ['too little to compare an earlier forecast with', 56 + 14 * 3],
  ])('is null with %s of history', (_what, days) => {
    // The last three origins have 14 days each: 42 ratios of the 50 that an interval needs.
    expect(forecastOf(seriesOf(days, () => 4))).toBeNull();
  });

  it('is there with four origins to compare with', () => {
    expect(forecastOf(seriesOf(56 + 14 * 4, () => 4))).not.toBeNull();
  });
});

describe('the demand of a lead time', () => {
  const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

  it.each([
    [0.5, 5],
    [0.95, 10],
    [0.9, 9],
    [0.01, 1],
  ])('the value that %d of the others do not exceed is %d', (share, value) => {
    expect(quantile(values, share)).toBe(value);
  });

  it('is enough for most of the lead times where demand is erratic, and more than expected', () => {
    // 0 units on most days, and 70 on every tenth: 14 days have one sale or two.
    const found = forecastOf(seriesOf(280, (day) => (day % 10 === 3 ? 70 : 0)));
    expect(found?.leadTimeHigh).toBeGreaterThan(1.2 * (found?.leadTimeExpected ?? 0));
  });
});
