import { afterAll, beforeAll, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { openShop, person, type Shop } from '../testing/shop';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  shop.inventory.stock({ sku: 'A-1' });
});
afterAll(() => shop.close());

it('is for other services only', async () => {
  const admin = person(uuidV7(), 'ADMIN');
  expect((await shop.askInternal('{ openEffects }', {}, admin)).codes).toEqual(['FORBIDDEN']);
});
