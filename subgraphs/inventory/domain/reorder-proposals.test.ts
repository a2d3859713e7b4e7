import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reorderProposals } from './reorder-proposals';

const level = (warehouse: string, onHand = 0, warehouseActive = true) => ({
  warehouse,
  onHand,
  warehouseActive,
});
const points = (...given: Parameters<typeof reorderProposals>) =>
  reorderProposals(...given).map(({ warehouse, reorderPoint }) => [warehouse, reorderPoint]);

test('a warehouse alone has the demand that is seldom exceeded', () => {
  expect(points([level('BER')], [], { expected: 60.2, high: 90.4 })).toEqual([['BER', 91]]);
});

test('warehouses share it by what they reserved, and the reserve by the root of the shares', () => {
  const levels = [level('BER', 5), level('OSL', 9_000), level('ZRH', 1, false)];
  const reserved = [
    { warehouse: 'BER', units: 90 },
    { warehouse: 'OSL', units: 10 },
    { warehouse: 'ZRH', units: 400 },
  ];
  // 0.9 × 100 + √0.9 × 50 = 137.4, and 0.1 × 100 + √0.1 × 50 = 25.8. The closed one gets nothing.
  expect(points(levels, reserved, { expected: 100, high: 150 })).toEqual([
    ['BER', 138],
    ['OSL', 26],
  ]);
});

test('without a sale they share it by their stock, and without stock equally', () => {
  const demand = { expected: 100, high: 100 };
  expect(points([level('BER', 30), level('OSL', 10)], [], demand)).toEqual([
    ['BER', 75],
    ['OSL', 25],
  ]);
  expect(points([level('BER'), level('OSL')], [], demand)).toEqual([
    ['BER', 50],
    ['OSL', 50],
  ]);
  expect(points([], [], demand)).toEqual([]);
});

test('together they are never below what is seldom exceeded', () => {
  const counts = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 6 });
  const numbers = fc.double({ min: 0, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(counts, numbers, numbers, (stocks, expected, more) => {
      const levels = stocks.map((onHand, index) => level(`W${index}`, onHand));
      const high = expected + more;
      const found = reorderProposals(levels, [], { expected, high });
      const total = found.reduce((sum, { reorderPoint }) => sum + reorderPoint, 0);
      expect(total).toBeGreaterThanOrEqual(Math.floor(high));
    }),
  );
});
