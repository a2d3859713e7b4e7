import { beforeAll, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, shopForFile } from '../testing/shop';

const unknown = 'query ($ids: [ID!]!) { unknownOrders(ids: $ids) }';

const shop = shopForFile();
let first: string;
let second: string;
beforeAll(async () => {
  shop.inventory.stock({ sku: 'A-1' });
  first = (await shop.place(person(uuidV7()))).id;
  second = (await shop.place(person(uuidV7()), { payment: { token: 'tok_action' } })).id;
});

it('unknownOrders answers the ids that no order has', async () => {
  const nobody = uuidV7();
  const { data } = await shop.askInternal(unknown, { ids: [first, nobody, second] });
  expect(data.unknownOrders).toEqual([nobody]);
});

it('unknownOrders refuses too many ids', async () => {
  const tooMany = Array.from({ length: 1_001 }, () => uuidV7());
  expect((await shop.askInternal(unknown, { ids: tooMany })).codes).toEqual(['BAD_USER_INPUT']);
});
