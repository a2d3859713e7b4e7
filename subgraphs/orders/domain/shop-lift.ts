import {
  type DailySeries,
  type DayNumber,
  dailyLevel,
  daysPerWeek,
  weekdayOf,
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
const liftMin = 0.5;
const liftMax = 2;

/** Logarithms of the units of each week, oldest first, on days without which nothing is sold. */
function weeklyLogs(history: readonly number[], end: DayNumber, factors: readonly number[]) {
  const logs: number[] = [];
  for (let last = history.length; last >= daysPerWeek; last -= daysPerWeek) {
    const week = history.slice(last - daysPerWeek, last);
    const begin = end - history.length + last - daysPerWeek;
    const sold = week.reduce((sum, one) => sum + one, 0);
    // A closed day says nothing about the level.
    const open = week.reduce(
      (sum, one, index) => sum + (one > 0 ? (factors[weekdayOf(begin + index)] ?? 1) : 0),
      0,
    );
    if (sold > 0 && open > 1) logs.unshift(Math.log(sold / open));
  }
  return logs;
}

/** Holt's method with a damped trend (Gardner and McKenzie, 1985): the level of the coming fortnight. */
export function dampedLevel(logs: readonly number[]): number {
  const start = logs.slice(0, startWeeks);
  let level = start.reduce((sum, one) => sum + one, 0) / start.length;
  let trend = 0;
  for (const week of logs.slice(startWeeks)) {
    const expected = level + damping * trend;
    const next = expected + levelSmoothing * (week - expected);
    trend = damping * trend + trendSmoothing * (next - level - damping * trend);
    level = next;
  }
  return Math.exp(level + trendAhead * trend);
}

/**
 * How many SKUs are sold on each day, which a few large orders do not change. Only SKUs that were
 * sold before the first of these days count: a wider assortment is no season.
 */
export class CohortBreadth {
  private readonly firstDay: DayNumber;
  private readonly units: number[];

  constructor(
    shop: DailySeries,
    private readonly origin: DayNumber,
  ) {
    this.firstDay = Math.max(origin - cohortDays, shop.firstDay + cohortStartDays);
    this.units = Array<number>(Math.max(0, origin - this.firstDay)).fill(0);
  }

  add({ firstDay, units }: DailySeries): void {
    if (firstDay > this.firstDay) return;
    const known = units.slice(this.firstDay - firstDay, this.origin - firstDay);
    for (const [day, sold] of known.entries()) {
      if (sold > 0) this.units[day] = (this.units[day] ?? 0) + 1;
    }
  }

  /**
   * The factor of the level of each SKU. The methods for single SKUs follow a season or a
   * campaign slowly: the level of the cohort, divided by what the same methods make of it, says how
   * far they lag behind.
   * @param factors of the weekdays, from Monday on.
   */
  lift(factors: readonly number[]): number {
    const slow = dailyLevel(this.units)?.units ?? 0;
    const logs = weeklyLogs(this.units, this.origin, factors);
    if (slow === 0 || logs.length <= startWeeks) return 1;
    return Math.min(liftMax, Math.max(liftMin, dampedLevel(logs) / slow));
  }
}
