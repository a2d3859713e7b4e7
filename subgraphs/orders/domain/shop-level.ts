import {
  type DailySeries,
  type DayNumber,
  daysPerWeek,
  historyBefore,
  historyDaysMax,
  limitedShare,
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
/** Sales above this percentile do not count for the level: giant orders are no season. */
const seasonShare = 0.98;
const growthMax = 3;
/** The part of limited sales that forecasts return: with none of it they are a fifth too low. */
const returnedShare = 0.6;
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
  private sold = 0;
  private limited = 0;

  constructor(
    shop: DailySeries,
    private readonly origin: DayNumber,
  ) {
    this.firstDay = Math.max(origin - cohortDays, shop.firstDay + cohortStartDays);
    this.units = Array<number>(Math.max(0, origin - this.firstDay)).fill(0);
  }

  add(series: DailySeries): void {
    if (series.firstDay > this.firstDay || this.units.length === 0) return;
    const history = historyBefore(series, this.origin);
    const recent = (units: readonly number[]) => units.slice(-this.units.length);
    for (const [day, sold] of recent(winsorised(history, seasonShare)).entries()) {
      this.units[day] = (this.units[day] ?? 0) + sold;
    }
    this.sold += sum(recent(history));
    this.limited += sum(recent(winsorised(history, limitedShare)));
  }

  /**
   * The level of the coming fortnight as a multiple of that of each past day, `historyDaysMax` of
   * them: a history times these looks as if the shop had always sold at the coming level.
   * @param factors of the weekdays, from Monday on.
   */
  growth(factors: readonly number[]): readonly number[] {
    const logs = weeklyLogs(this.units, this.origin, factors);
    const known = logs.filter(isKnown);
    const coming = known.length > startWeeks ? dampedLevel(known) : null;
    return Array.from({ length: historyDaysMax }, (_, day) => {
      const weeksAgo = Math.ceil((historyDaysMax - day) / daysPerWeek);
      const level = levelAround(logs, Math.max(0, logs.length - weeksAgo));
      if (coming === null || level === null) return 1;
      return Math.min(growthMax, Math.max(1 / growthMax, coming / level));
    });
  }

  /**
   * What the methods for single SKUs are multiplied by, because they leave out the largest sales: the
   * SKU of the next one is chance, the sum is not.
   */
  surplus(): number {
    if (this.limited === 0) return 1;
    return Math.min(surplusMax, 1 + returnedShare * (this.sold / this.limited - 1));
  }
}
