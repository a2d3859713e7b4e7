import type { DailySeries, DayNumber } from '../../subgraphs/orders/domain/demand-forecast';
import { horizonDays } from '../../subgraphs/orders/domain/demand-interval';
import { bestSellers } from './evaluate';
import { type Catalogue, forecastsAt, leadTime } from './methods';

/** Figures over all SKUs, in percent unless a name says otherwise. */
export interface Replenished {
  /** Days on which a SKU had less than was ordered. */
  readonly daysOut: number;
  /** Units that were ordered and not there. */
  readonly unitsMissed: number;
  /** Mean stock at the end of a day, in days of mean demand. */
  readonly stockDays: number;
  readonly skus: number;
}

/** The reorder point of a SKU from an origin on; null where the rule has none. */
export type ReorderRule = (catalogue: Catalogue, origin: DayNumber) => PointOf;
type PointOf = (series: DailySeries) => number | null;

const { leadTimeDays } = leadTime;
const meanDays = 28;
const percent = 100;

const soldBefore = ({ firstDay, units }: DailySeries, day: DayNumber, days: number): number => {
  const end = Math.max(0, day - firstDay);
  return units.slice(Math.max(0, end - days), end).reduce((sum, one) => sum + one, 0);
};

/** What is proposed to staff, renewed every fortnight. */
export const proposed: ReorderRule = (catalogue, origin) => {
  const forecastOf = forecastsAt(catalogue, origin);
  return (series) => forecastOf(series)?.leadTimeHigh ?? null;
};

/** So many times the demand of a lead time, by the mean of the 28 days before the first origin. */
export const fixed =
  (times: number, first: DayNumber): ReorderRule =>
  () =>
  (series) =>
    (times * leadTimeDays * soldBefore(series, first, meanDays)) / meanDays;

/** The stock of one SKU: an order of a lead time's mean demand is placed at the reorder point. */
class Shelf {
  private onHand: number;
  private readonly arriving = new Map<DayNumber, number>();
  private onOrder = 0;

  constructor(
    private readonly series: DailySeries,
    point: number,
  ) {
    this.onHand = Math.ceil(point);
  }

  /** @returns what was ordered, what was missing, and what is left. */
  pass(day: DayNumber, point: number): { demand: number; missed: number; left: number } {
    const arrived = this.arriving.get(day) ?? 0;
    this.onHand += arrived;
    this.onOrder -= arrived;
    const demand = this.series.units[day - this.series.firstDay] ?? 0;
    const missed = Math.max(0, demand - this.onHand);
    this.onHand -= demand - missed;
    if (this.onHand + this.onOrder <= point) this.reorder(day, point);
    return { demand, missed, left: this.onHand };
  }

  private reorder(day: DayNumber, point: number): void {
    const usual = (leadTimeDays * soldBefore(this.series, day, meanDays)) / meanDays;
    const quantity = Math.ceil(Math.max(1, usual, point - this.onHand - this.onOrder + 1));
    this.arriving.set(day + leadTimeDays, quantity);
    this.onOrder += quantity;
  }
}

/** Sells what was really ordered from shelves that follow a rule, from the first origin on. */
export function replenish(
  catalogue: Catalogue,
  rule: ReorderRule,
  origins: readonly DayNumber[],
  skusMax: number,
): Replenished {
  const [first = 0] = origins;
  const points = origins.map((origin) => [origin, rule(catalogue, origin)] as const);
  const forecastFirst = forecastsAt(catalogue, first);
  const skus = bestSellers(catalogue.skus, first, skusMax).filter(
    (series) => (forecastFirst(series)?.leadTimeHigh ?? null) !== null,
  );
  const sums = { days: 0, out: 0, demand: 0, missed: 0, left: 0 };
  for (const series of skus) {
    const pointAt = (index: number): number => points[index]?.[1](series) ?? 0;
    const shelf = new Shelf(series, pointAt(0));
    for (const [index, [origin]] of points.entries()) {
      for (let day = origin; day < origin + horizonDays; day += 1) {
        const { demand, missed, left } = shelf.pass(day, pointAt(index));
        sums.days += 1;
        sums.out += missed > 0 ? 1 : 0;
        sums.demand += demand;
        sums.missed += missed;
        sums.left += left;
      }
    }
  }
  return {
    daysOut: (percent * sums.out) / sums.days,
    unitsMissed: (percent * sums.missed) / sums.demand,
    stockDays: sums.left / sums.demand,
    skus: skus.length,
  };
}
