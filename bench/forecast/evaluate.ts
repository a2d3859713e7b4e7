import type { DailySeries, DayNumber } from '../../subgraphs/orders/domain/demand-forecast';
import { horizonDays } from '../../subgraphs/orders/domain/demand-interval';
import type { Catalogue, ForecastDay, Method } from './methods';

/** Figures over all SKUs and origins, in percent. */
export interface Accuracy {
  /** The weighted absolute percentage error of 14-day sums. */
  readonly wape: number;
  /** The weighted absolute percentage error of single days. */
  readonly wapeOfDays: number;
  /** The bias in percent; positive if the forecast is too high. */
  readonly bias: number;
  /** The share of days whose demand was within the interval. */
  readonly coverage: number;
  /** Mean width of the intervals, in percent of mean demand. */
  readonly width: number;
  readonly forecasts: number;
}

const percent = 100;
const total = (units: readonly number[]): number => units.reduce((sum, one) => sum + one, 0);

/** The origins of consecutive blocks of 14 days, the last of which ends with the series. */
export function lastOrigins({ firstDay, units }: DailySeries, count: number): readonly DayNumber[] {
  const end = firstDay + units.length;
  return Array.from({ length: count }, (_, index) => end - horizonDays * (count - index));
}

/** The origins of consecutive blocks of 14 days from a day on, all of which are over. */
export function originsFrom({ firstDay, units }: DailySeries, from: DayNumber): DayNumber[] {
  const count = Math.floor((firstDay + units.length - from) / horizonDays);
  return Array.from({ length: Math.max(0, count) }, (_, index) => from + horizonDays * index);
}

/** The SKUs with the most units before the origin, because they would be chosen at that time. */
export function bestSellers(skus: readonly DailySeries[], origin: DayNumber, count: number) {
  const sold = skus.map(
    (series) =>
      [total(series.units.slice(0, Math.max(0, origin - series.firstDay))), series] as const,
  );
  return sold
    .sort(([a], [b]) => b - a)
    .slice(0, count)
    .map(([, series]) => series);
}

const noSums = { error: 0, dayError: 0, surplus: 0, demand: 0, within: 0, width: 0, days: 0 };

/** Adds the errors of the forecast for a SKU from an origin on; nothing if there is no forecast. */
function compare(
  sums: typeof noSums,
  series: DailySeries,
  origin: DayNumber,
  forecastDay: ForecastDay,
): void {
  let surplus = 0;
  for (let ahead = 0; ahead < horizonDays; ahead += 1) {
    const forecast = forecastDay(series, ahead);
    if (forecast === null) return;
    const happened = series.units[origin + ahead - series.firstDay] ?? 0;
    surplus += forecast.expected - happened;
    sums.dayError += Math.abs(forecast.expected - happened);
    sums.demand += happened;
    sums.within += happened >= forecast.low && happened <= forecast.high ? 1 : 0;
    sums.width += forecast.high - forecast.low;
    sums.days += 1;
  }
  sums.error += Math.abs(surplus);
  sums.surplus += surplus;
}

/** Forecasts 14 days from each origin on, using only what was known then. */
export function evaluate(
  catalogue: Catalogue,
  method: Method,
  origins: readonly DayNumber[],
  skusMax: number,
): Accuracy {
  const sums = { ...noSums };
  for (const origin of origins) {
    const forecastDay = method(catalogue, origin);
    for (const series of bestSellers(catalogue.skus, origin, skusMax)) {
      compare(sums, series, origin, forecastDay);
    }
  }
  return {
    wape: (percent * sums.error) / sums.demand,
    wapeOfDays: (percent * sums.dayError) / sums.demand,
    bias: (percent * sums.surplus) / sums.demand,
    coverage: (percent * sums.within) / sums.days,
    width: (percent * sums.width) / sums.demand,
    forecasts: sums.days / horizonDays,
  };
}
