import {
  type DailySeries,
  type DayNumber,
  daysPerWeek,
  historyBefore,
  historyDaysMax,
  historyDaysMin,
  limitedShare,
  smoothed,
  sum,
  weekdayOf,
  winsorised,
} from './demand-forecast';

/** How fast level and trend follow a week, and what is left of the trend in each next one. */
const levelSmoothing = 0.35;
const trendSmoothing = 0.25;
const damping = 0.9;
const startWeeks = 4;
/** The middle of the coming fortnight lies one and a half weeks after the last week. */
const trendAhead = (damping + damping ** 2 + damping) / 2;
/** Days in which a season shows. */
const cohortDays = 140;
/** The SKUs of the first four weeks are compared in a shop that is not that old. */
const cohortStartDays = 28;
/** Sales above this percentile are giant orders: no season, and not expected again. */
const giantShare = 0.98;
const growthMax = 3;
const surplusMax = 1.5;

/** Logarithms of the units of an open day in each week, oldest first; null for a closed week. */
function weeklyLogs(
  history: readonly number[],
  end: DayNumber,
  factors: readonly number[],
): (number | null)[] {
  const logs: (number | null)[] = [];
  for (let last = history.length; last >= daysPerWeek; last -= daysPerWeek) {
    const week = history.slice(last - daysPerWeek, last);
    const begin = end - history.length + last - daysPerWeek;
    const sold = sum(week);
    // A closed day says nothing about the level.
    const open = sum(
      week.map((one, index) => (one > 0 ? (factors[weekdayOf(begin + index)] ?? 1) : 0)),
    );
    logs.unshift(sold > 0 && open > 1 ? Math.log(sold / open) : null);
  }
  return logs;
}

const isKnown = (log: number | null): log is number => log !== null;

/** Holt's method with a damped trend (Gardner and McKenzie, 1985): the level of the coming fortnight. */
export function dampedLevel(logs: readonly number[]): number {
  const start = logs.slice(0, startWeeks);
  let level = sum(start) / start.length;
  let trend = 0;
  for (const week of logs.slice(startWeeks)) {
    const expected = level + damping * trend;
    const next = expected + levelSmoothing * (week - expected);
    trend = damping * trend + trendSmoothing * (next - level - damping * trend);
    level = next;
  }
  return Math.exp(level + trendAhead * trend);
}

/** The level of a week: the geometric mean of it and its neighbors. */
function levelAround(logs: readonly (number | null)[], week: number): number | null {
  const known = logs.slice(Math.max(0, week - 1), week + 2).filter(isKnown);
  return known.length > 0 ? Math.exp(sum(known) / known.length) : null;
}

/**
 * The units of each day, of all SKUs that were sold before the first of these days: a wider assortment
 * is no season.
 */
export class ShopLevel {
  private readonly firstDay: DayNumber;
  private readonly units: number[];

  constructor(
    shop: DailySeries,
    private readonly origin: DayNumber,
  ) {
    this.firstDay = Math.max(origin - cohortDays, shop.firstDay + cohortStartDays);
    this.units = Array<number>(Math.max(0, origin - this.firstDay)).fill(0);
  }

  add(series: DailySeries): void {
    if (series.firstDay > this.firstDay || this.units.length === 0) return;
    const limited = winsorised(historyBefore(series, this.origin), giantShare);
    for (const [day, sold] of limited.slice(-this.units.length).entries()) {
      this.units[day] = (this.units[day] ?? 0) + sold;
    }
  }

  /**
   * The level of the coming fortnight as a multiple of that of each past day, `historyDaysMax` of
   * them: a history times these looks as if the shop had always sold at the coming level.
   * @param factors of the weekdays, from Monday on.
   */
  growth(factors: readonly number[]): readonly number[] {
    // The limit of single SKUs takes nothing from a giant order of one that is seldom sold.
    const units = winsorised(this.units, giantShare);
    const logs = weeklyLogs(units, this.origin, factors);
    const known = logs.filter(isKnown);
    const coming = known.length > startWeeks ? dampedLevel(known) : null;
    return Array.from({ length: historyDaysMax }, (_, day) => {
      const weeksAgo = Math.ceil((historyDaysMax - day) / daysPerWeek);
      const level = levelAround(logs, Math.max(0, logs.length - weeksAgo));
      if (coming === null || level === null) return 1;
      return Math.min(growthMax, Math.max(1 / growthMax, coming / level));
    });
  }
}

/**
 * What the limit for single SKUs takes away from the sum of all forecasts. All but the giant orders
 * is returned to every SKU: which one gets the next large order is chance, their sum is not.
 */
export class LargeSales {
  private limited = 0;
  private expected = 0;

  /** @param history of a SKU, at the coming level of the shop. */
  add(history: readonly number[]): void {
    if (history.length < historyDaysMin) return;
    this.limited += smoothed(winsorised(history, limitedShare));
    this.expected += smoothed(winsorised(history, giantShare));
  }

  /** The factor of every forecast that returns it. */
  surplus(): number {
    return this.limited > 0 ? Math.min(surplusMax, this.expected / this.limited) : 1;
  }
}
