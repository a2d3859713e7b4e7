import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../platform/testing/database';
import { uuidV7 } from '../../../platform/values/uuid';
import { orderNumber } from '../domain/order-number';
import { testOrdersKeys } from '../testing/orders-keys';
import { type OrdersStore, ordersStore } from '.';

let database: TestDatabase;
let stores: OrdersStore[];
beforeAll(async () => {
  database = await createTestDatabase('orders');
  // Each has a connection of its own, as if it were another process.
  stores = Array.from({ length: 4 }, () => ordersStore(database.pool, testOrdersKeys));
});
afterAll(() => database.drop());

const limit = { ordersMax: 10, minutes: 5, endedMinutes: 60, lines: [] };

async function placed(store: OrdersStore, customerId: string) {
  const order = await store.placing.place(
    {
      id: uuidV7(),
      customerId,
      currency: 'EUR',
      subtotalMinor: 1_000n,
      shippingMinor: 0n,
      taxMinor: 0n,
      totalMinor: 1_000n,
      lines: [{ sku: 'A-1', name: 'Thing', quantity: 1, unitPriceMinor: 1_000n }],
      shippingAddress: {
        ...{
          recipient: 'Ada',
          line1: 'Street 1',
          city: 'Bonn',
          postalCode: '53111',
          country: 'DE',
        },
      },
      note: null,
      paymentToken: 'tok_action',
      idempotencyKey: `key-${uuidV7()}`,
      inputHash: 'hash',
      actor: 'system',
      leaseSeconds: 30,
    },
    () => orderNumber(0),
  );
  if (order === null) throw new Error('The key was new.');
  return order;
}

it('lets 10 orders of an account wait, however many processes ask at once', async () => {
  const customerId = uuidV7();
  const begun = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const store = stores[index % stores.length] as OrdersStore;
      const order = await placed(store, customerId);
      const change = { order, set: { paymentStatus: 'ACTION_REQUIRED' as const }, leaseSeconds: 0 };
      return store.awaitingBuyer.begin(change, limit);
    }),
  );
  expect(begun.filter((one) => one !== null && 'id' in one)).toHaveLength(10);
  expect(begun.filter((one) => one !== null && 'oldestPlacedAt' in one)).toHaveLength(30);
});

it('answers null for an order that somebody else wrote meanwhile', async () => {
  const [store] = stores as [OrdersStore];
  const order = await placed(store, uuidV7());
  await store.journal.write({ order, leaseSeconds: 0 });
  const change = { order, set: { paymentStatus: 'ACTION_REQUIRED' as const }, leaseSeconds: 0 };
  expect(await store.awaitingBuyer.begin(change, limit)).toBeNull();
});
