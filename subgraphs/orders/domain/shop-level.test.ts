import { expect, test } from 'vitest';
import { smoothed, weekdayFactors } from './demand-forecast';
import { dampedLevel, LargeSales, ShopLevel } from './shop-level';

const origin = 20_000;
const days = 280;
/** Saturdays are closed: 20,000 is a Friday. */
const isSaturday = (day: number): boolean => (origin - days + day) % 7 === 1 + (origin % 7);

interface Sales {
  /** How many of a hundred SKUs are sold on a day. */
  readonly soldOn: (day: number) => number;
  readonly size?: (day: number) => number;
  /** The same, of SKUs that are new in the shop. */
  readonly newOn?: (day: number) => number;
  /** Units of a SKU that is seldom sold. */
  readonly seldom?: (day: number) => number;
}

const seriesOf = (firstDay: number, unitsOn: (day: number) => number) => ({
  firstDay: origin - days + firstDay,
  units: Array.from({ length: days - firstDay }, (_, index) => unitsOn(firstDay + index)),
});

function growthOf({
  soldOn,
  size = () => 1,
  newOn = () => 0,
  seldom = () => 0,
}: Sales): readonly number[] {
  const unitsOf = (sku: number, day: number, sold: number): number =>
    !isSaturday(day) && (sku * 37 + day * 11) % 100 < sold ? size(day) : 0;
  const usual = (day: number) => (isSaturday(day) ? 0 : (soldOn(day) + newOn(day)) * size(day));
  const shop = seriesOf(0, (day) => usual(day) + seldom(day));
  const level = new ShopLevel(shop, origin);
  level.add(seriesOf(0, seldom));
  for (let sku = 0; sku < 100; sku += 1) {
    level.add(seriesOf(0, (day) => unitsOf(sku, day, soldOn(day))));
    level.add(seriesOf(200, (day) => unitsOf(sku, day, newOn(day))));
  }
  return level.growth(weekdayFactors(shop, origin));
}

const first = 0;
const last = days - 1;
const always = (value: number) => () => value;

test('a shop that sells the same every week has not grown', () => {
  const growth = growthOf({ soldOn: always(40) });
  expect(growth).toHaveLength(days);
  for (const times of growth) expect(times).toBeCloseTo(1, 1);
});

test.each([
  ['more SKUs a day', { soldOn: (day: number) => 40 * 2 ** (Math.max(0, day - 238) / 84) }],
  [
    'larger sales',
    { soldOn: always(40), size: (day: number) => 2 ** (Math.max(0, day - 238) / 84) },
  ],
])(
  'growth by %s is seen when it begins, in full for old days and little for the last',
  (_, sales) => {
    // It doubles within twelve weeks, of which six are over: 1 is now 1.41.
    const growth = growthOf(sales);
    expect(growth[first]).toBeGreaterThan(1.3);
    expect(growth[first]).toBeLessThan(1.6);
    expect(growth[last]).toBeGreaterThan(0.95);
    expect(growth[last]).toBeLessThan(1.1);
  },
);

test('a giant order of a SKU that is seldom sold is no growth', () => {
  const growth = growthOf({ soldOn: always(40), seldom: (day) => (day === 275 ? 4_000 : 0) });
  for (const times of growth) expect(times).toBeCloseTo(1, 1);
});

test('a fall is seen when it begins', () => {
  const growth = growthOf({ soldOn: (day) => 80 * 2 ** (-Math.max(0, day - 238) / 84) });
  expect(growth[first]).toBeGreaterThan(0.62);
  expect(growth[first]).toBeLessThan(0.78);
});

test('a trend ends', () => {
  const rising = Array.from({ length: 20 }, (_, week) => week / 10);
  // The last week is 1.9 in logarithms; the trend of 0.1 is damped to less than it.
  expect(Math.log(dampedLevel(rising))).toBeLessThan(1.9 + 0.15);
  expect(Math.log(dampedLevel([...rising, ...Array(9).fill(1.9)]))).toBeCloseTo(1.9, 1);
});

test('closed weeks are no fall', () => {
  const growth = growthOf({ soldOn: (day) => (day >= days - 14 ? 0 : 40) });
  expect(growth[first]).toBeCloseTo(1, 1);
  expect(growth[last]).toBe(1);
});

test('a week with closed days is compared by its open days', () => {
  const growth = growthOf({ soldOn: (day) => (day >= days - 4 ? 0 : 40) });
  expect(growth[first]).toBeGreaterThan(0.9);
});

test('new SKUs are no growth', () => {
  const without = growthOf({ soldOn: always(40) });
  const some = growthOf({ soldOn: always(40), newOn: (day) => (day > 220 ? 60 : 0) });
  expect(some[first]).toBeCloseTo(without[first] ?? 0, 10);
});

test('growth is limited to a factor of three, and 1 with little history', () => {
  expect(growthOf({ soldOn: (day) => (day < 200 ? 2 : 100) })[first]).toBe(3);
  expect(growthOf({ soldOn: (day) => (day < 200 ? 100 : 2) })[first]).toBe(1 / 3);
  const few = { firstDay: origin - 60, units: Array<number>(60).fill(5) };
  const level = new ShopLevel(few, origin);
  level.add(few);
  expect(level.growth(Array(7).fill(1))).toEqual(Array(280).fill(1));
});

test('what the limit of large sales takes away is given to all SKUs, but not the giant orders', () => {
  // Ten sales in 140 days, the largest of which is limited to 10.
  const salesOf = (largest: number) =>
    Array.from({ length: 140 }, (_, day) => (day % 14 !== 0 ? 0 : day === 126 ? largest : 10));
  const surplusOf = (...histories: (readonly number[])[]) => {
    const sales = new LargeSales();
    for (const history of histories) sales.add(history);
    return sales.surplus();
  };
  const [regular, large] = [salesOf(10), salesOf(20)];
  expect(surplusOf(regular)).toBe(1);
  expect(surplusOf(large)).toBeCloseTo(smoothed(large) / smoothed(regular), 10);
  expect(surplusOf(large, regular)).toBeCloseTo((1 + smoothed(large) / smoothed(regular)) / 2, 10);
  expect(surplusOf(salesOf(20_000))).toBe(1.5);
  // The largest of a hundred sales is a giant order; the ninety-first to the ninety-eighth return.
  const hundred = Array.from({ length: 100 }, (_, day) =>
    day === 95 ? 2_000 : day < 90 ? 10 : 12,
  );
  const expected = hundred.map((units) => Math.min(units, 12));
  const limited = hundred.map((units) => Math.min(units, 10));
  expect(surplusOf(hundred)).toBeCloseTo(smoothed(expected) / smoothed(limited), 10);
});

test('histories without a forecast, and an empty shop, return nothing', () => {
  const sales = new LargeSales();
  expect(sales.surplus()).toBe(1);
  sales.add(Array.from({ length: 55 }, (_, day) => (day === 54 ? 20 : 10)));
  expect(sales.surplus()).toBe(1);
});
