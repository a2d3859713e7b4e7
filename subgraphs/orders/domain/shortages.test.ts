import { expect, test } from 'vitest';
import { shortagesWhenPriced } from './shortages';

test('lists the lines for more than was available', () => {
  const lines = [
    { sku: 'B-2', quantity: 2, available: 1 },
    { sku: 'A-1', quantity: 3, available: 3 },
    { sku: 'A-2', quantity: 1, available: 0 },
  ];
  expect(shortagesWhenPriced(lines)).toEqual([
    { sku: 'B-2', requested: 2, available: 1 },
    { sku: 'A-2', requested: 1, available: 0 },
  ]);
});

test('knows nothing of lines whose stock was not read', () => {
  expect(shortagesWhenPriced([{ sku: 'A-1', quantity: 3 }])).toEqual([]);
});
