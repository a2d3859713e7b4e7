import { Random } from '../../platform/testing/random';
import type { DailySeries, DayNumber } from '../../subgraphs/orders/domain/demand-forecast';
import type { Catalogue } from './methods';

/** A history that a forecast is judged by besides the given one: seasons that it does not have. */
export interface Copy {
  readonly name: string;
  readonly catalogue: Catalogue;
  readonly origins: readonly DayNumber[];
}

/** The level of a day as a multiple of the days before the first origin. */
type LevelOn = (daysAfterOrigin: number) => number;

const rampDays = 56;
const times =
  (factor: number): LevelOn =>
  (day) =>
    factor ** Math.min(1, Math.max(0, day / rampDays));
const secondStepDays = 42;
const inSteps: LevelOn = (day) => (day < 0 ? 1 : day < secondStepDays ? 1.5 : 2);
const fallDays = 21;
/** The weeks before a feast, and those after it. */
const peak: LevelOn = (day) =>
  2 **
  (day < rampDays ? Math.max(0, day / rampDays) : Math.max(0, 1 - (day - rampDays) / fallDays));

const levels: Readonly<Record<string, LevelOn>> = {
  'doubles in eight weeks': times(2),
  'doubles in two steps': inSteps,
  'halves in eight weeks': times(1 / 2),
  'doubles in eight weeks and falls in three': peak,
};
const seed = 1;

/** @returns the catalogue with other units on each day. */
function changed(
  { shop, skus }: Catalogue,
  unitsOf: (units: number, day: DayNumber) => number,
): Catalogue {
  const changedSkus = skus.flatMap(({ firstDay, units }): DailySeries[] => {
    const others = units.map((one, index) => (one > 0 ? unitsOf(one, firstDay + index) : 0));
    const first = others.findIndex((one) => one > 0);
    return first < 0 ? [] : [{ firstDay: firstDay + first, units: others.slice(first) }];
  });
  const total = Array<number>(shop.units.length).fill(0);
  for (const { firstDay, units } of changedSkus) {
    for (const [index, sold] of units.entries()) {
      const day = firstDay + index - shop.firstDay;
      total[day] = (total[day] ?? 0) + sold;
    }
  }
  return { shop: { firstDay: shop.firstDay, units: total }, skus: changedSkus };
}

/** Leaves out sales by chance, so that the largest level keeps all of them. */
function thinned(catalogue: Catalogue, first: DayNumber, levelOn: LevelOn): Catalogue {
  const random = new Random(seed);
  const most = Math.max(levelOn(-1), levelOn(rampDays));
  return changed(catalogue, (units, day) =>
    random.chance(levelOn(day - first) / most) ? units : 0,
  );
}

/** Sales of other sizes; twice of them where the level falls, so that few are rounded up to 1. */
function resized(catalogue: Catalogue, first: DayNumber, levelOn: LevelOn): Catalogue {
  const least = Math.min(levelOn(-1), levelOn(rampDays));
  return changed(catalogue, (units, day) =>
    Math.max(1, Math.round((units * levelOn(day - first)) / least)),
  );
}

const shiftsDays = [3, 5, 9];

/** Makes each copy when it is read, because one takes as much memory as the history. */
export function* copiesOf(catalogue: Catalogue, origins: readonly DayNumber[]): Generator<Copy> {
  const [first = 0] = origins;
  for (const [name, levelOn] of Object.entries(levels)) {
    yield { name: `${name} by sales`, catalogue: thinned(catalogue, first, levelOn), origins };
    yield { name: `${name} by size`, catalogue: resized(catalogue, first, levelOn), origins };
  }
  for (const days of shiftsDays) {
    yield { name: `${days} days earlier`, catalogue, origins: origins.map((day) => day - days) };
  }
}
