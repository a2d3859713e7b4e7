import { beforeAll, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { ordersStore } from '../store';
import { testOrdersKeys } from '../testing/orders-keys';
import { person, shopForFile } from '../testing/shop';

const query = `query ($from: DateTime!, $to: DateTime!) { orderCurrencies(from: $from, to: $to) }`;
const dayMs = 86_400_000;

const shop = shopForFile();
beforeAll(() => {
  for (const currency of ['GBP', 'EUR']) shop.inventory.stock({ sku: `IN-${currency}`, currency });
});

const ask = async (viewer: ReturnType<typeof person>, from: number, to: number) => {
  const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const { data, codes } = await shop.ask(viewer, query, range);
  return codes.length > 0 ? codes : data.orderCurrencies;
};
const support = person(uuidV7(), 'SUPPORT');

it('names each currency in which an order was placed in the range', async () => {
  const now = Date.now();
  expect(await ask(support, now - dayMs, now + dayMs)).toEqual([]);
  for (const currency of ['GBP', 'EUR']) {
    await shop.place(person(uuidV7()), {
      currency,
      lines: [{ sku: `IN-${currency}`, quantity: 1 }],
    });
  }
  await ordersStore(shop.pool, testOrdersKeys).outbox.relay(500, false, async () => 'appended');
  expect(await ask(support, now - dayMs, now + dayMs)).toEqual(['EUR', 'GBP']);
  expect(await ask(support, now - 9 * dayMs, now - 7 * dayMs)).toEqual([]);
});

it('rejects a range that ends before it begins', async () => {
  expect(await ask(support, dayMs, 0)).toEqual(['BAD_USER_INPUT']);
});
