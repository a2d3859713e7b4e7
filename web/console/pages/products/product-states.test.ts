import { describe, expect, test } from 'vitest';
import { byState, type ListedProduct, stateOf, withoutStock } from './product-states';

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

test('a page has what can be sold first, and each state by name', () => {
  const rows = [
    product('Desk', imported),
    product('Vase'),
    product('Chair', { active: false }),
    product('Lamp', { available: 0 }),
    product('Bowl', imported),
    product('Éclair'),
  ];
  const names = byState(rows).map(({ name }) => name);
  expect(names).toEqual(['Éclair', 'Vase', 'Lamp', 'Bowl', 'Desk', 'Chair']);
  expect(withoutStock(rows)).toBe(2);
});
