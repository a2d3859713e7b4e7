import { expect, test } from 'vitest';
import { isReorderPoint, type ReorderPoint, reorderPointFaults } from './reorder-point';
import { onHandUnitsMax } from './stock-adjustment';

const row = (more: Partial<ReorderPoint> = {}): ReorderPoint => ({
  sku: 'A',
  warehouse: 'B',
  reorderPoint: 5,
  ...more,
});

test.each([0, 1, onHandUnitsMax])('%d is a reorder point', (units) => {
  expect(isReorderPoint(units)).toBe(true);
  expect(reorderPointFaults([row({ reorderPoint: units })])).toEqual(new Map());
});

test.each([-1, 0.5, onHandUnitsMax + 1, Number.NaN])('%d is none', (units) => {
  expect(isReorderPoint(units)).toBe(false);
  const fault = {
    code: 'INVALID_REORDER_POINT',
    message: 'reorderPoint: Takes 0 to 1000000000 units.',
  };
  expect(reorderPointFaults([row(), row({ sku: 'C', reorderPoint: units })])).toEqual(
    new Map([[1, fault]]),
  );
});

test('what can name no product and no warehouse is unknown', () => {
  expect(reorderPointFaults([row({ sku: '?' }), row({ warehouse: '?' })])).toEqual(
    new Map([
      [0, { code: 'UNKNOWN_PRODUCT', message: 'sku: There is no such product.' }],
      [1, { code: 'UNKNOWN_WAREHOUSE', message: 'warehouse: There is no such warehouse.' }],
    ]),
  );
});

test('a level is set once, in any spelling', () => {
  const rows = [row(), row({ warehouse: 'C' }), row({ sku: 'a', warehouse: 'b' })];
  const fault = {
    code: 'DUPLICATE_LEVEL',
    message: 'An earlier row of this call has the same product and warehouse.',
  };
  expect(reorderPointFaults(rows)).toEqual(new Map([[2, fault]]));
});
