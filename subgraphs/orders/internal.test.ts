import { afterAll, beforeAll, expect, it } from 'vitest';
import { uuidV7 } from '../../platform/values/uuid';
import { openShop, person, type Shop } from './testing/shop';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  shop.inventory.stock({ sku: 'A-1' });
});
afterAll(() => shop.close());

const openEffects = '{ openEffects }';
const scopeOf = (viewer: ReturnType<typeof person>) => ({
  viewer,
  requestId: 'test',
  signal: new AbortController().signal,
});

it('is for other services only', async () => {
  const admin = scopeOf(person(uuidV7(), 'ADMIN'));
  const { errors } = await shop.subgraph.internal({ query: openEffects }, admin);
  expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});

it('tells what is not settled', async () => {
  const system = scopeOf({ kind: 'system', cause: 'test' });
  const count = async () => (await shop.subgraph.internal({ query: openEffects }, system)).data;
  await shop.place(person(uuidV7()));
  expect(await count()).toMatchObject({ openEffects: 0 });
  const { id } = await shop.place(person(uuidV7()), { payment: { token: 'tok_action' } });
  expect(await count()).toMatchObject({ openEffects: 3 });
  shop.bank.settle(`order-${id}-authorize`);
  await shop.callback(`order-${id}-authorize`);
  await expect.poll(count).toMatchObject({ openEffects: 0 });
});

it('takes a callback that is not about an order of ours for what it is', async () => {
  expect(await shop.callback('x', 'forged')).toBe(false);
  shop.bank.settle('somebody-else');
  expect(await shop.callback('somebody-else')).toBe(true);
});
