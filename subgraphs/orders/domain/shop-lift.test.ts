import { expect, test } from 'vitest';
import { weekdayFactors } from './demand-forecast';
import { CohortBreadth, dampedLevel } from './shop-lift';

const origin = 20_000;
const days = 280;
/** Saturdays are closed: 20,000 is a Friday. */
const isSaturday = (day: number): boolean => (origin - days + day) % 7 === 1 + (origin % 7);

/** A hundred SKUs of which so many are sold each day, and others that are new. */
function liftOf(soldOn: (day: number) => number, newOn: (day: number) => number = () => 0): number {
  const seriesOf = (firstDay: number, unitsOn: (day: number) => number) => ({
    firstDay: origin - days + firstDay,
    units: Array.from({ length: days - firstDay }, (_, index) => unitsOn(firstDay + index)),
  });
  const isSold = (sku: number, day: number, sold: number): number =>
    !isSaturday(day) && (sku * 37 + day * 11) % 100 < sold ? 1 : 0;
  const shop = seriesOf(0, (day) => (isSaturday(day) ? 0 : soldOn(day) + newOn(day)));
  const cohort = new CohortBreadth(shop, origin);
  for (let sku = 0; sku < 100; sku += 1) {
    cohort.add(seriesOf(0, (day) => isSold(sku, day, soldOn(day))));
    cohort.add(seriesOf(200, (day) => isSold(sku, day, newOn(day))));
  }
  return cohort.lift(weekdayFactors(shop, origin));
}

test('a shop that sells the same every week lifts nothing', () => {
  expect(liftOf(() => 40)).toBeCloseTo(1, 1);
});

test('a season is seen when it begins, upwards and downwards', () => {
  // It doubles within twelve weeks, of which six are over: 40 is now 57.
  const growing = liftOf((day) => 40 * 2 ** (Math.max(0, day - 238) / 84));
  expect(growing).toBeGreaterThan(1.1);
  expect(growing).toBeLessThan(1.4);
  const falling = liftOf((day) => 80 * 2 ** (-Math.max(0, day - 238) / 84));
  expect(falling).toBeGreaterThan(0.7);
  expect(falling).toBeLessThan(0.9);
});

test('a trend ends', () => {
  const rising = Array.from({ length: 20 }, (_, week) => week / 10);
  // The last week is 1.9 in logarithms; the trend of 0.1 is damped to less than it.
  expect(Math.log(dampedLevel(rising))).toBeLessThan(1.9 + 0.15);
  expect(Math.log(dampedLevel([...rising, ...Array(9).fill(1.9)]))).toBeCloseTo(1.9, 1);
});

test('closed days at the end are no fall', () => {
  const open = liftOf(() => 40);
  const closed = liftOf((day) => (day >= days - 4 ? 0 : 40));
  expect(closed).toBeGreaterThanOrEqual(open);
});

test('new SKUs lift nothing', () => {
  expect(
    liftOf(
      () => 40,
      (day) => (day > 220 ? 60 : 0),
    ),
  ).toBeCloseTo(
    liftOf(() => 40),
    10,
  );
});

test('it is limited, and 1 with little history', () => {
  expect(liftOf((day) => (day < 262 ? 2 : 100))).toBe(2);
  const few = { firstDay: origin - 60, units: Array<number>(60).fill(5) };
  const cohort = new CohortBreadth(few, origin);
  cohort.add(few);
  expect(cohort.lift(Array(7).fill(1))).toBe(1);
});
