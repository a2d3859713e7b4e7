import { expect, test } from 'vitest';
import { copiesOf } from './copies';
import type { Catalogue } from './methods';

const firstDay = 1_000;
const days = 200;
const origin = 1_100;
const skus = Array.from({ length: 50 }, (_, sku) => ({
  firstDay: firstDay + sku,
  units: Array<number>(days - sku).fill(10),
}));
const shop = {
  firstDay,
  units: Array.from({ length: days }, (_, day) => 10 * Math.min(50, day + 1)),
};
const catalogue: Catalogue = { shop, skus };
const copies = [...copiesOf(catalogue, [origin, origin + 14])];
const copyNamed = (name: string) =>
  copies.find((copy) => copy.name === name)?.catalogue ?? catalogue;

const unitsOn = ({ shop: { units } }: Catalogue, from: number, until: number): number =>
  units.slice(from - firstDay, until - firstDay).reduce((sum, one) => sum + one, 0);

test.each([
  ['doubles in eight weeks by sales', 2],
  ['doubles in eight weeks by size', 2],
  ['doubles in two steps by sales', 2],
  ['doubles in two steps by size', 2],
  ['halves in eight weeks by sales', 0.5],
  ['halves in eight weeks by size', 0.5],
])('a copy that %s has %d times the level in the end', (name, factor) => {
  const copy = copyNamed(name);
  const before = unitsOn(copy, origin - 30, origin);
  const after = unitsOn(copy, origin + 56, origin + 86);
  expect(after / before / factor).toBeGreaterThan(0.9);
  expect(after / before / factor).toBeLessThan(1.1);
});

test.each(['by sales', 'by size'])(
  'a copy with a peak %s is back at its level after it',
  (kind) => {
    const copy = copyNamed(`doubles in eight weeks and falls in three ${kind}`);
    const before = unitsOn(copy, origin - 30, origin) / 30;
    expect(unitsOn(copy, origin + 53, origin + 60) / 7 / before).toBeGreaterThan(1.7);
    const after = unitsOn(copy, origin + 77, origin + 100) / 23 / before;
    expect(after).toBeGreaterThan(0.9);
    expect(after).toBeLessThan(1.1);
  },
);

test('the shop of a copy sells what its SKUs sell', () => {
  for (const { catalogue: copy } of copies) {
    const sold = copy.skus.flatMap(({ units }) => units).reduce((sum, one) => sum + one, 0);
    expect(unitsOn(copy, firstDay, firstDay + days)).toBe(sold);
  }
});

test('origins are shifted, the history is the same', () => {
  const shifted = copies.filter(({ name }) => name.endsWith('earlier'));
  expect(shifted.map(({ origins }) => origins)).toEqual(
    [3, 5, 9].map((back) => [origin - back, origin + 14 - back]),
  );
  for (const copy of shifted) expect(copy.catalogue).toBe(catalogue);
});
