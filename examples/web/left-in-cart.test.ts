import { expect, it } from 'vitest';
import { leftInCart } from './left-in-cart';

const line = (sku: string, quantity: number) => ({ sku, name: `Name of ${sku}`, quantity });

it('an order takes its units out of the cart, and leaves what was added since', () => {
  const ordered = [line('A', 2), line('B', 1)];
  expect(leftInCart(ordered, ordered)).toEqual([]);
  expect(leftInCart([line('A', 3), line('B', 1), line('C', 4)], ordered)).toEqual([
    line('A', 1),
    line('C', 4),
  ]);
});

it('a line that was reduced since is gone', () => {
  expect(leftInCart([line('A', 1)], [line('A', 2)])).toEqual([]);
});
