/**
 * Forecasts of the demand of a SKU: a level that is the same for all coming days, times the factor
 * of the weekday. docs/forecasts.md says how far off they are, decision 0066 why they are so.
 */

/** Days since 1970-01-01 in UTC. */
export type DayNumber = number;

/** The units of each day, without gaps. */
export interface DailySeries {
  readonly firstDay: DayNumber;
  readonly units: readonly number[];
}

/** The units of each day from the first sale on. @param before exclusive. */
export function withoutGaps(
  { days, units }: { readonly days: readonly DayNumber[]; readonly units: readonly number[] },
  before: DayNumber,
): DailySeries {
  const firstDay = days[0] ?? before;
  const byDay = new Array<number>(before - firstDay).fill(0);
  days.forEach((day, index) => {
    byDay[day - firstDay] = units[index] ?? 0;
  });
  return { firstDay, units: byDay };
}

export const daysPerWeek = 7;
/** 1970-01-01 was a Thursday, the fourth day of the week. */
const epochWeekday = 3;

/** 0 for Monday. */
export const weekdayOf = (day: DayNumber): number => (day + epochWeekday) % daysPerWeek;

/**
 * Days from the first sale on, without which there is no forecast.
 * @exceeded with less, `Product.demandForecast` is null
 * @test subgraphs/orders/domain/demand-forecast.test.ts
 */
export const historyDaysMin = 56;
/**
 * Days of history that a forecast looks back.
 * @exceeded what lies further back is ignored; it would weigh less than 0.002 %
 * @test subgraphs/orders/domain/demand-forecast.test.ts
 */
export const historyDaysMax = 280;

const smoothing = 0.04;
/** Sales above this percentile are mostly single large orders, which seldom come again. */
export const limitedShare = 0.9;
const salesToWinsoriseMin = 5;
const startDays = 28;
const recentDays = 56;
const factorWeeks = 12;

export const sum = (values: readonly number[]): number =>
  values.reduce((total, one) => total + one, 0);
const meanOf = (values: readonly number[]): number => sum(values) / Math.max(1, values.length);

/** The days of a series before the given one, at most `historyDaysMax`. */
export function historyBefore({ firstDay, units }: DailySeries, day: DayNumber): readonly number[] {
  const end = Math.max(0, day - firstDay);
  return units.slice(Math.max(0, end - historyDaysMax), end);
}

/** Simple exponential smoothing, begun with the mean of the first four weeks. */
export function smoothed(units: readonly number[]): number {
  const start = units.slice(0, startDays);
  return units
    .slice(startDays)
    .reduce((level, today) => level + smoothing * (today - level), meanOf(start));
}

/** Limits the largest sales to a percentile of the days with sales, by nearest rank. */
export function winsorised(units: readonly number[], share: number): readonly number[] {
  const sales = units.filter((one) => one > 0).sort((a, b) => a - b);
  if (sales.length < salesToWinsoriseMin) return units;
  const limit = sales[Math.ceil(share * sales.length) - 1] ?? 0;
  return units.map((one) => Math.min(one, limit));
}

export interface DailyLevel {
  /** Units a day, averaged over the week and without the excess of the largest sales. */
  readonly units: number;
  /** Share of the last eight weeks' days with a sale. */
  readonly soldShare: number;
}

/** @returns null with too little history. */
export function dailyLevel(history: readonly number[]): DailyLevel | null {
  if (history.length < historyDaysMin) return null;
  const recent = history.slice(-recentDays);
  return {
    units: smoothed(winsorised(history, limitedShare)),
    soldShare: recent.filter((one) => one > 0).length / recent.length,
  };
}

/**
 * How each weekday compares with an average day, from Monday on, in the last twelve weeks of the whole
 * shop: those of one SKU would be mostly chance. Their mean is 1. The largest days are limited: one
 * giant order says nothing about its weekday.
 */
export function weekdayFactors(shop: DailySeries, before: DayNumber): readonly number[] {
  const recent = historyBefore(shop, before).slice(-factorWeeks * daysPerWeek);
  const history = winsorised(recent, limitedShare);
  const firstDay = before - history.length;
  const means = Array.from({ length: daysPerWeek }, (_, weekday) =>
    meanOf(history.filter((_units, index) => weekdayOf(firstDay + index) === weekday)),
  );
  const average = meanOf(means);
  return means.map((mean) => (average > 0 ? mean / average : 1));
}
