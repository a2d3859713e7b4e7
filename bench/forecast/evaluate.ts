import {
  type DailySeries,
  type DayNumber,
  dailyLevel,
  daysPerWeek,
  historyBefore,
} from '../../subgraphs/orders/domain/demand-forecast';
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
  /**
   * The mean absolute error of days divided by that of the same weekday of the week before, in the
   * history of the SKU (MASE); the mean over all forecasts whose history is not constant.
   */
  readonly mase: number;
  /** The pinball loss of the interval's upper end as the quantile 0.9, in percent of demand. */
  readonly pinball: number;
  readonly forecasts: number;
  /** Units that were ordered, and that were forecast. */
  readonly demand: number;
  readonly forecast: number;
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

const noSums = {
  error: 0,
  dayError: 0,
  surplus: 0,
  demand: 0,
  within: 0,
  width: 0,
  days: 0,
  pinball: 0,
  scaled: 0,
  scaledForecasts: 0,
};
type Sums = typeof noSums;

const quantile = 0.9;

/** The loss that is least where `forecast` is the quantile 0.9 of what happens. */
const pinballLoss = (happened: number, forecast: number): number =>
  happened >= forecast ? quantile * (happened - forecast) : (1 - quantile) * (forecast - happened);

/** The mean absolute difference between days a week apart: the scale of MASE. */
function weeklyChange(history: readonly number[]): number {
  const changes = history
    .slice(daysPerWeek)
    .map((today, index) => Math.abs(today - (history[index] ?? 0)));
  return total(changes) / Math.max(1, changes.length);
}

/** Adds the errors of the forecast for a SKU from an origin on; nothing if there is no forecast. */
function compare(
  sums: Sums,
  series: DailySeries,
  origin: DayNumber,
  forecastDay: ForecastDay,
): void {
  let [surplus, errors] = [0, 0];
  for (let ahead = 0; ahead < horizonDays; ahead += 1) {
    const forecast = forecastDay(series, ahead);
    if (forecast === null) return;
    const happened = series.units[origin + ahead - series.firstDay] ?? 0;
    surplus += forecast.expected - happened;
    errors += Math.abs(forecast.expected - happened);
    sums.demand += happened;
    sums.within += happened >= forecast.low && happened <= forecast.high ? 1 : 0;
    sums.width += forecast.high - forecast.low;
    sums.pinball += pinballLoss(happened, forecast.high);
    sums.days += 1;
  }
  sums.dayError += errors;
  sums.error += Math.abs(surplus);
  sums.surplus += surplus;
  const scale = weeklyChange(historyBefore(series, origin));
  if (scale === 0) return;
  sums.scaled += errors / horizonDays / scale;
  sums.scaledForecasts += 1;
}

const accuracyOf = (sums: Sums): Accuracy => ({
  wape: (percent * sums.error) / sums.demand,
  wapeOfDays: (percent * sums.dayError) / sums.demand,
  bias: (percent * sums.surplus) / sums.demand,
  coverage: (percent * sums.within) / sums.days,
  width: (percent * sums.width) / sums.demand,
  mase: sums.scaled / sums.scaledForecasts,
  pinball: (percent * sums.pinball) / sums.demand,
  forecasts: sums.days / horizonDays,
  demand: sums.demand,
  forecast: sums.demand + sums.surplus,
});

const added = (all: readonly Sums[]): Sums => {
  const sums = { ...noSums };
  for (const one of all) {
    for (const name of Object.keys(sums) as (keyof Sums)[]) sums[name] += one[name];
  }
  return sums;
};

/** How often a SKU was sold in the eight weeks before an origin. */
export const segments = [
  { name: 'sold on under 20 % of days', from: 0, below: 0.2 },
  { name: 'sold on 20 to 50 % of days', from: 0.2, below: 0.5 },
  { name: 'sold on over 50 % of days', from: 0.5, below: Number.POSITIVE_INFINITY },
] as const;
type SegmentName = (typeof segments)[number]['name'];

function segmentOf(series: DailySeries, origin: DayNumber): SegmentName | null {
  const soldShare = dailyLevel(historyBefore(series, origin))?.soldShare;
  if (soldShare === undefined) return null;
  return segments.find(({ from, below }) => soldShare >= from && soldShare < below)?.name ?? null;
}

export interface Evaluated {
  readonly all: Accuracy;
  readonly byOrigin: readonly Accuracy[];
  readonly bySegment: Readonly<Record<SegmentName, Accuracy>>;
}

/** Forecasts 14 days from each origin on, using only what was known then. */
export function evaluate(
  catalogue: Catalogue,
  method: Method,
  origins: readonly DayNumber[],
  skusMax: number,
): Evaluated {
  const bySegment = new Map<SegmentName, Sums>(segments.map(({ name }) => [name, { ...noSums }]));
  const byOrigin = origins.map((origin) => {
    const forecastDay = method(catalogue, origin);
    const all = bestSellers(catalogue.skus, origin, skusMax).map((series) => {
      const sums = { ...noSums };
      compare(sums, series, origin, forecastDay);
      const name = segmentOf(series, origin);
      if (name !== null) bySegment.set(name, added([bySegment.get(name) ?? noSums, sums]));
      return sums;
    });
    return added(all);
  });
  return {
    all: accuracyOf(added(byOrigin)),
    byOrigin: byOrigin.map(accuracyOf),
    bySegment: Object.fromEntries(
      [...bySegment].map(([name, sums]) => [name, accuracyOf(sums)]),
    ) as Record<SegmentName, Accuracy>,
  };
}
