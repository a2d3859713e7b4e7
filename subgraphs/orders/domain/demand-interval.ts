import {
  type DailyLevel,
  type DailySeries,
  type DayNumber,
  dailyLevel,
  daysPerWeek,
  historyBefore,
  sum,
  weekdayFactors,
  weekdayOf,
} from './demand-forecast';
import { LargeSales, ShopLevel } from './shop-level';

/** Days that an interval is calibrated on, after each origin. */
export const horizonDays = 14;
const originsMax = 6;
/** Share of the days whose demand lies within the interval. */
export const intervalShare = 0.8;
/** The fewest ratios for an interval: with fewer, chance would decide about it. */
const ratiosMin = 50;

/** Where the demand of a day lies, as multiples of the level of its SKU and weekday. */
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

/** What the whole shop says about single SKUs: its weekdays and its season. */
interface ShopShape {
  /** The units of a day, for a SKU with one unit a day. */
  factorOf(day: DayNumber): number;
  /** The past days of a SKU at the coming level. */
  historyOf(series: DailySeries): readonly number[];
}

/** The whole shop as it was known on an origin, and on those that its intervals are calibrated on. */
export class ShopShapes {
  private readonly levels: ReadonlyMap<DayNumber, ShopLevel>;

  constructor(
    private readonly shop: DailySeries,
    origin: DayNumber,
  ) {
    this.levels = new Map(
      [origin, ...completedOrigins(origin)].map((day) => [day, new ShopLevel(shop, day)]),
    );
  }

  /** Adds a SKU. All are added before the first shape is used. */
  add(series: DailySeries): void {
    for (const level of this.levels.values()) level.add(series);
  }

  at(origin: DayNumber): ShopShape {
    const factors = weekdayFactors(this.shop, origin);
    const shopLevel = this.levels.get(origin) ?? new ShopLevel(this.shop, origin);
    const growth = shopLevel.growth(factors);
    return {
      factorOf: (day) => factors[weekdayOf(day)] ?? 1,
      historyOf: (series) => {
        const history = historyBefore(series, origin);
        const missing = growth.length - history.length;
        return history.map((units, day) => units * (growth[missing + day] ?? 1));
      },
    };
  }
}

/** Ratios of what happened to the level, by group of SKUs. */
class Ratios {
  private readonly samples = soldShareFloors.map(() => new EvenSample());

  add(level: DailyLevel, ratio: number): void {
    this.samples[groupOf(level)]?.add(ratio);
  }

  /** @returns a value of each group, from its ratios in order; null if there are too few. */
  summarized<Value>(of: (sorted: readonly number[]) => Value): Value[] | null {
    const all = this.samples.flatMap(({ values }) => values);
    if (all.length < ratiosMin) return null;
    return this.samples.map(({ values }) =>
      of([...(values.length < ratiosMin ? all : values)].sort((a, b) => a - b)),
    );
  }
}

export interface LeadTimeOptions {
  readonly leadTimeDays: number;
  /** Share of lead times whose demand is not above `LeadTime.high`. */
  readonly serviceLevel: number;
}

/** What the forecasts of the last six origins would have been, compared with what happened. */
export class IntervalCalibration {
  private readonly origins: readonly { readonly day: DayNumber; readonly shape: ShopShape }[];
  private readonly days = new Ratios();
  private readonly leadTimes = new Ratios();
  private readonly largeSales = new LargeSales();
  private readonly coming: ShopShape;

  constructor(
    private readonly origin: DayNumber,
    shapes: ShopShapes,
    private readonly options: LeadTimeOptions,
  ) {
    this.coming = shapes.at(origin);
    this.origins = completedOrigins(origin).map((day) => ({
      day,
      shape: shapes.at(day),
    }));
  }

  add(series: DailySeries): void {
    this.largeSales.add(this.coming.historyOf(series));
    for (const { day, shape } of this.origins) {
      const level = dailyLevel(shape.historyOf(series));
      if (level === null) continue;
      for (let ahead = 0; ahead < horizonDays; ahead += 1) {
        const expected = level.units * shape.factorOf(day + ahead);
        const happened = series.units[day + ahead - series.firstDay] ?? 0;
        if (expected > 0) this.days.add(level, happened / expected);
      }
      this.addLeadTimes(series, day, level, shape);
    }
  }

  /** Compares the sums of the lead times that begin in the 14 days, if they are over. */
  private addLeadTimes(
    series: DailySeries,
    day: DayNumber,
    level: DailyLevel,
    shape: ShopShape,
  ): void {
    const { leadTimeDays } = this.options;
    for (let begin = day; begin < day + horizonDays; begin += 1) {
      if (begin + leadTimeDays > this.origin) return;
      const expected = expectedSum(level, shape, begin, leadTimeDays);
      const from = begin - series.firstDay;
      const happened = sum(series.units.slice(from, from + leadTimeDays));
      if (expected > 0) this.leadTimes.add(level, happened / expected);
    }
  }

  /** @returns null if there is too little to compare with. */
  intervals(): DemandIntervals | null {
    const days = this.days.summarized((sorted) => shortestRange(sorted, intervalShare));
    if (days === null) return null;
    const { serviceLevel } = this.options;
    return {
      days,
      leadTimes: this.leadTimes.summarized((sorted) => quantile(sorted, serviceLevel)),
      surplus: this.largeSales.surplus(),
    };
  }
}

/** Units of consecutive days. */
function expectedSum(level: DailyLevel, shape: ShopShape, begin: DayNumber, count: number): number {
  let factors = 0;
  for (let day = begin; day < begin + count; day += 1) factors += shape.factorOf(day);
  return level.units * factors;
}

/** The value that the share of the others does not exceed, by nearest rank. @param sorted not empty. */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;

/** Ranges around the level of a SKU, one of each kind for each group of SKUs. */
export interface DemandIntervals {
  readonly days: readonly RatioInterval[];
  /** How many times the level of a lead time is enough; null if too few are over. */
  readonly leadTimes: readonly number[] | null;
  /** How many times the level is expected, so that the sum of all SKUs has its large sales. */
  readonly surplus: number;
}

/** Units of each weekday, from Monday on. */
export interface WeekForecast {
  readonly expected: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

const hundredths = 100;
const rounded = (value: number): number => Math.round(value * hundredths) / hundredths;

/** The demand until a reorder arrives; null where too few lead times are over. */
export interface LeadTime {
  readonly leadTimeDays: number | null;
  readonly leadTimeExpected: number | null;
  readonly leadTimeHigh: number | null;
}

const noLeadTime: LeadTime = { leadTimeDays: null, leadTimeExpected: null, leadTimeHigh: null };

/** Forecasts SKUs from one origin. */
export class Forecaster {
  private readonly shape: ShopShape;

  constructor(
    private readonly origin: DayNumber,
    shapes: ShopShapes,
    private readonly intervals: DemandIntervals,
    private readonly options: LeadTimeOptions,
  ) {
    this.shape = shapes.at(origin);
  }

  /** @returns null with too little history. */
  forecast(series: DailySeries): (WeekForecast & LeadTime) | null {
    const level = dailyLevel(this.shape.historyOf(series));
    const interval = level && this.intervals.days[groupOf(level)];
    if (!interval) return null;
    const ofWeek = (ratio: number): number[] =>
      Array.from({ length: daysPerWeek }, (_, weekday) => {
        const day = this.origin + ((weekday - weekdayOf(this.origin) + daysPerWeek) % daysPerWeek);
        return rounded(level.units * this.shape.factorOf(day) * ratio);
      });
    const { surplus } = this.intervals;
    const week = {
      expected: ofWeek(surplus),
      low: ofWeek(interval.low),
      high: ofWeek(interval.high),
    };
    return { ...week, ...this.leadTime(level) };
  }

  private leadTime(level: DailyLevel): LeadTime {
    const ratio = this.intervals.leadTimes?.[groupOf(level)];
    if (ratio === undefined) return noLeadTime;
    const { leadTimeDays } = this.options;
    const limited = expectedSum(level, this.shape, this.origin, leadTimeDays);
    return {
      leadTimeDays,
      leadTimeExpected: rounded(limited * this.intervals.surplus),
      leadTimeHigh: rounded(limited * ratio),
    };
  }
}
