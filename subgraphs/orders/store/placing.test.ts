import { beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '../../../platform/testing/database';
import { openForFile } from '../../../platform/testing/open-for-file';
import { uuidV7 } from '../../../platform/values/uuid';
import { orderNumber } from '../domain/order-number';
import { testOrdersKeys } from '../testing/orders-keys';
import { ordersDatabase } from './database';
import { type NewOrder, placingStore } from './placing';

const database = openForFile(
  () => createTestDatabase('orders'),
  (opened) => opened.drop(),
);
let store: ReturnType<typeof placingStore>;
beforeAll(async () => {
  store = placingStore(ordersDatabase(database.pool, testOrdersKeys));
});

function newOrder(given: Partial<NewOrder> = {}): NewOrder {
  return {
    id: uuidV7(),
    customerId: uuidV7(),
    currency: 'EUR',
    subtotalMinor: 1_000n,
    shippingMinor: 490n,
    taxMinor: 283n,
    totalMinor: 1_773n,
    lines: [{ sku: 'A-1', name: 'Thing', quantity: 1, unitPriceMinor: 1_000n }],
    shippingAddress: {
      recipient: 'Ada',
      line1: 'Street 1',
      city: 'Bonn',
      postalCode: '53111',
      country: 'DE',
    },
    note: null,
    paymentToken: 'tok_ok',
    idempotencyKey: 'key-12345678',
    inputHash: 'hash',
    actor: 'system',
    leaseSeconds: 30,
    ...given,
  };
}

it('draws another number when one is taken', async () => {
  const taken = orderNumber(0);
  const free = orderNumber(0);
  await store.place(newOrder(), () => taken);
  const numbers = [taken, taken, free];
  const placed = await store.place(newOrder(), () => numbers.shift() ?? '');
  expect(placed?.number).toBe(free);
});

it('writes nothing at all for a key that was used', async () => {
  const first = newOrder();
  await store.place(first, () => orderNumber(0));
  const again = newOrder({ customerId: first.customerId });
  expect(await store.place(again, () => orderNumber(0))).toBeNull();
  for (const table of ['order_lines', 'effects', 'order_events']) {
    const { rows } = await database.pool.query(`SELECT 1 FROM ${table} WHERE order_id = $1`, [
      again.id,
    ]);
    expect(rows).toEqual([]);
  }
  expect(await store.keyRecord('placeOrder', first.customerId, first.idempotencyKey)).toEqual({
    inputHash: 'hash',
    orderId: first.id,
  });
});
