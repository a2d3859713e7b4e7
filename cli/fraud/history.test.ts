import { expect, test } from 'vitest';
import { openForFile } from '../../platform/testing/open-for-file';
import { uuidV7 } from '../../platform/values/uuid';
import type { FraudFacts } from '../../subgraphs/orders/domain/fraud';
import { ordersStore } from '../../subgraphs/orders/store';
import { importing, importOrder } from '../../subgraphs/orders/testing/importing';
import { testOrdersKeys } from '../../subgraphs/orders/testing/orders-keys';
import { openShop, person } from '../../subgraphs/orders/testing/shop';
import { replayed } from './history';

const shop = openForFile(openShop);

test('a replay counts what the placing of each order has counted', async () => {
  const { fraudHistory } = ordersStore(shop.pool, testOrdersKeys);
  for (const sku of ['A-1', 'A-2']) shop.inventory.stock({ sku, onHand: 10_000 });
  const [ada, bob] = [person(uuidV7()), person(uuidV7())];
  for (let index = 0; index < 14; index += 1) {
    const lines = [{ sku: 'A-1', quantity: 1 + index * 3 }];
    if (index % 3 === 0) lines.push({ sku: 'A-2', quantity: 2 });
    const payment = { token: index % 5 === 4 ? 'tok_declined' : 'tok_ok' };
    await shop.place(index % 4 === 3 ? bob : ada, { lines, payment });
    // Some are older than an hour, and some than a day, when the next one is placed.
    const hours = index % 4;
    await shop.pool.query(`UPDATE orders SET placed_at = placed_at - $1 * interval '9 hours'`, [
      hours === 2 ? 1 : 0,
    ]);
  }
  const orders = [];
  for (;;) {
    const page = await fraudHistory.page(orders.at(-1) ?? null, 5);
    orders.push(...page);
    if (page.length < 5) break;
  }
  expect(orders).toHaveLength(14);
  const { rows } = await shop.pool.query<{ id: string; facts: FraudFacts }>(
    `SELECT id, risk->'facts' AS facts FROM orders`,
  );
  const stored = new Map(rows.map(({ id, facts }) => [id, facts]));
  for (const { order, assessed } of replayed(orders, 0)) {
    expect(assessed.risk?.facts).toEqual(stored.get(order.id));
  }
});

test('the units of an imported order may be more than an integer has', async () => {
  const { fraudHistory } = ordersStore(shop.pool, testOrdersKeys);
  const line = { sku: 'A', name: 'A', quantity: 999_999_999, unitPriceMinor: '1' };
  await importing(shop).take(importOrder({ invoice: 'wrong', lines: [line, line, line] }));
  const orders = await fraudHistory.page(null, 100);
  expect(Math.max(...orders.map(({ units }) => units))).toBe(2_999_999_997);
});
