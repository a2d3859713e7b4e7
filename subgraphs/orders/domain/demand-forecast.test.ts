import { describe, expect, it } from 'vitest';
import {
  dailyLevel,
  historyBefore,
  historyDaysMin,
  smoothed,
  weekdayFactors,
  weekdayOf,
  winsorised,
} from './demand-forecast';

const repeated = (week: readonly number[], weeks: number): number[] =>
  Array.from({ length: weeks }, () => week).flat();

describe('simple exponential smoothing', () => {
  it('moves 4 % of the way from the mean of the first four weeks to each day', () => {
    const fourWeeks = repeated([10], 28);
    expect(smoothed(fourWeeks)).toBe(10);
    expect(smoothed([...fourWeeks, 35])).toBeCloseTo(11, 10);
    expect(smoothed([...fourWeeks, 35, 11])).toBeCloseTo(11, 10);
    expect(smoothed([...fourWeeks, 35, 0])).toBeCloseTo(10.56, 10);
  });
});

describe('winsorising', () => {
  it('limits the sales above a percentile of the days with sales', () => {
    // Twenty sales from 1 to 20: the 19th is the 95th percentile by nearest rank.
    const sales = Array.from({ length: 20 }, (_, index) => index + 1);
    expect(winsorised([0, ...sales, 0], 0.95)).toEqual([0, ...sales.slice(0, 19), 19, 0]);
  });

  it('leaves a history of fewer than five sales alone', () => {
    expect(winsorised([1, 0, 1, 1, 1000], 0.5)).toEqual([1, 0, 1, 1, 1000]);
  });
});

describe('the level of a SKU', () => {
  it('is what is sold every day, if that is always the same', () => {
    expect(dailyLevel(repeated([4], 100))?.units).toBeCloseTo(4, 10);
  });

  it.each([
    [0, null],
    [historyDaysMin - 1, null],
    [historyDaysMin, 4],
  ])('with %i days of history is %o', (days, units) => {
    expect(dailyLevel(repeated([4], days))?.units ?? null).toBe(units);
  });

  it('follows sales up to the 90th percentile, and knows how often there were any', () => {
    // Ten sales in 70 days: the ninth of them by size is the limit of the largest one.
    const history = Array.from({ length: 10 }, (_, week) => [week + 1, 0, 0, 0, 0, 0, 0]).flat();
    const limited = history.map((units) => Math.min(units, 9));
    expect(dailyLevel(history)).toEqual({ units: smoothed(limited), soldShare: 1 / 7 });
  });
});

describe('weekdays', () => {
  it.each([
    ['1970-01-01', 3],
    ['2026-11-23', 0],
    ['2026-11-29', 6],
  ])('of %s is %i days after Monday', (date, weekday) => {
    expect(weekdayOf(Date.parse(date) / 86_400_000)).toBe(weekday);
  });

  it('compare with an average day of the last twelve weeks', () => {
    const monday = Date.parse('2026-11-23') / 86_400_000;
    const before = repeated([900, 0, 0, 0, 0, 0, 0], 5);
    const units = [...before, ...repeated([20, 10, 10, 10, 20, 0, 0], 12)];
    const shop = { firstDay: monday - units.length, units };
    const factors = weekdayFactors(shop, monday);
    expect(factors).toEqual([2, 1, 1, 1, 2, 0, 0].map((one) => expect.closeTo(one, 10)));
  });

  it('are not those of a giant order', () => {
    const units = repeated([10], 84).with(40, 80_000);
    expect(weekdayFactors({ firstDay: 0, units }, 84)).toEqual(Array(7).fill(1));
  });

  it('are all alike in a shop that sold nothing', () => {
    expect(weekdayFactors({ firstDay: 100, units: [] }, 100)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });
});

describe('the history before a day', () => {
  const series = { firstDay: 100, units: repeated([1, 2, 3, 4, 5, 6, 7], 50) };

  it('ends with the day before and has at most 280 days', () => {
    expect(historyBefore(series, 103)).toEqual([1, 2, 3]);
    const last = historyBefore(series, 450);
    expect(last).toHaveLength(280);
    expect(last.at(-1)).toBe(7);
  });

  it.each([99, 100])('is empty on day %i, before anything was sold', (day) => {
    expect(historyBefore(series, day)).toEqual([]);
  });
});
