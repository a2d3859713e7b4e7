import { describe, expect, test } from 'vitest';
import { type ListedProduct, stateOf, withoutStock } from './product-states';

const product = (name: string, given: Partial<ListedProduct> = {}): ListedProduct => ({
  sku: name.toUpperCase(),
  name,
  active: true,
  available: 3,
  version: 1,
  price: { amount: '1.00', currency: 'EUR' },
  ...given,
});

const imported = { available: 0, stock: [] };

describe('the state of a product', () => {
  test.each([
    ['active', {}],
    ['soldOut', { available: 0, stock: [{}] }],
    ['neverStocked', imported],
    ['inactive', { active: false, ...imported }],
    // Customers and partners do not see where stock is.
    ['soldOut', { available: 0 }],
    ['soldOut', { available: 0, stock: null }],
  ] as const)('is %s of %j', (state, given) => {
    expect(stateOf(product('Lamp', given))).toBe(state);
  });
});

test('products that no warehouse has had are counted, unless they are inactive', () => {
  const inactive = { active: false, ...imported };
  const rows = [product('Desk', imported), product('Vase'), product('Chair', inactive)];
  expect(withoutStock(rows)).toBe(1);
});
