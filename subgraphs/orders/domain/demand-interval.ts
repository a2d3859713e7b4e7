import {
  type DailyLevel,
  type DailySeries,
  type DayNumber,
  dailyLevel,
  daysPerWeek,
  historyBefore,
  weekdayFactors,
  weekdayOf,
} from './demand-forecast';

/** Days that an interval is calibrated on, after each origin. */
export const horizonDays = 14;
const originsMax = 6;
/** Share of the days whose demand lies within the interval. */
export const intervalShare = 0.8;
/** The fewest ratios for an interval: with fewer, chance would decide about it. */
const ratiosMin = 50;

/** Where the demand of a day lies, as multiples of what was expected. */
export interface RatioInterval {
  readonly low: number;
  readonly high: number;
}

/** Demand differs more from its forecast the fewer days have a sale at all. */
const soldShareFloors = [0, 0.2, 0.5] as const;
const groupOf = ({ soldShare }: DailyLevel): number =>
  soldShareFloors.findLastIndex((floor) => soldShare >= floor);

/**
 * The shortest range with the given share of the values; of equally short ones, the lowest.
 * @param sorted ascending, not empty.
 */
export function shortestRange(sorted: readonly number[], share: number): RatioInterval {
  const within = Math.min(sorted.length, Math.ceil(share * (sorted.length + 1)));
  let best: RatioInterval = { low: 0, high: Number.POSITIVE_INFINITY };
  for (let start = 0; start + within <= sorted.length; start += 1) {
    const [low, high] = [sorted[start] ?? 0, sorted[start + within - 1] ?? 0];
    if (high - low < best.high - best.low) best = { low, high };
  }
  return best;
}

const sampleMax = 100_000;

/** Every value; beyond 100,000 every second one, every fourth and so on, so that memory is limited. */
export class EvenSample {
  private kept: number[] = [];
  private stride = 1;
  private seen = 0;

  add(value: number): void {
    if (this.seen % this.stride === 0) this.kept.push(value);
    this.seen += 1;
    if (this.kept.length < sampleMax) return;
    this.kept = this.kept.filter((_, index) => index % 2 === 0);
    this.stride *= 2;
  }

  get values(): readonly number[] {
    return this.kept;
  }
}

/** The latest days from which a forecast of 14 days is over by now, latest first. */
const completedOrigins = (origin: DayNumber): readonly DayNumber[] =>
  Array.from({ length: originsMax }, (_, index) => origin - (index + 1) * horizonDays);

/** What the forecasts of the last six origins would have been, compared with what happened. */
export class IntervalCalibration {
  private readonly origins: readonly { day: DayNumber; factors: readonly number[] }[];
  private readonly samples = soldShareFloors.map(() => new EvenSample());

  constructor(origin: DayNumber, shop: DailySeries) {
    this.origins = completedOrigins(origin).map((day) => ({
      day,
      factors: weekdayFactors(shop, day),
    }));
  }

  add(series: DailySeries): void {
    for (const { day, factors } of this.origins) {
      const level = dailyLevel(historyBefore(series, day));
      if (level === null) continue;
      const sample = this.samples[groupOf(level)];
      for (let ahead = 0; ahead < horizonDays; ahead += 1) {
        const expected = level.units * (factors[weekdayOf(day + ahead)] ?? 1);
        const happened = series.units[day + ahead - series.firstDay] ?? 0;
        if (expected > 0) sample?.add(happened / expected);
      }
    }
  }

  /** @returns null if there is too little to compare with. */
  intervals(): DemandIntervals | null {
    const all = this.samples.flatMap(({ values }) => values);
    if (all.length < ratiosMin) return null;
    return this.samples.map(({ values }) => {
      const compared = values.length < ratiosMin ? all : values;
      return shortestRange(
        [...compared].sort((a, b) => a - b),
        intervalShare,
      );
    });
  }
}

/** One for each group of SKUs. */
export type DemandIntervals = readonly RatioInterval[];

/** Units of each weekday, from Monday on. */
export interface WeekForecast {
  readonly expected: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

const hundredths = 100;
const rounded = (value: number): number => Math.round(value * hundredths) / hundredths;

/** @returns null with too little history. */
export function weekForecast(
  series: DailySeries,
  origin: DayNumber,
  factors: readonly number[],
  intervals: DemandIntervals,
): WeekForecast | null {
  const level = dailyLevel(historyBefore(series, origin));
  const interval = level && intervals[groupOf(level)];
  if (!interval) return null;
  const ofWeek = (ratio: number): number[] =>
    Array.from({ length: daysPerWeek }, (_, weekday) =>
      rounded(level.units * (factors[weekday] ?? 1) * ratio),
    );
  return { expected: ofWeek(1), low: ofWeek(interval.low), high: ofWeek(interval.high) };
}
