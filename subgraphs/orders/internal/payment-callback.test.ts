import { afterAll, beforeAll, expect, it } from 'vitest';
import { openShop, type Shop } from '../testing/shop';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

it('takes a callback that is not about an order of ours for what it is', async () => {
  expect(await shop.callback('x', 'forged')).toBe(false);
  shop.bank.settle('somebody-else');
  expect(await shop.callback('somebody-else')).toBe(true);
});
