import { beforeAll, expect, it } from 'vitest';
import { databaseForFile } from '../../../platform/testing/database';
import { uuidV7 } from '../../../platform/values/uuid';
import { orderNumber } from '../domain/order-number';
import { newOrder } from '../testing/new-order';
import { testOrdersKeys } from '../testing/orders-keys';
import { type OrdersStore, ordersStore } from '.';
import { unpaidOrdersMax } from './awaiting-buyer';

const database = databaseForFile('orders');
let stores: OrdersStore[];
beforeAll(async () => {
  // Each has a connection of its own, as if it were another process.
  stores = Array.from({ length: 4 }, () => ordersStore(database.pool, testOrdersKeys));
});

const limit = {
  ordersMax: 10,
  unpaidMax: unpaidOrdersMax,
  minutes: 5,
  endedMinutes: 60,
  lines: [],
};

async function placed(store: OrdersStore, customerId: string, quantity = 1) {
  const given = newOrder({
    customerId,
    shippingMinor: 0n,
    taxMinor: 0n,
    totalMinor: 1_000n,
    lines: [{ sku: 'A-1', name: 'Thing', quantity, unitPriceMinor: 1_000n }],
    paymentToken: 'tok_action',
    idempotencyKey: `key-${uuidV7()}`,
  });
  const order = await store.placing.place(given, () => orderNumber(0));
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

it('lets exactly as many units of an account wait, however many processes ask at once', async () => {
  const customerId = uuidV7();
  const begun = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const store = stores[index % stores.length] as OrdersStore;
      const quantity = 1 + (index % 3);
      const order = await placed(store, customerId, quantity);
      const change = { order, set: { paymentStatus: 'ACTION_REQUIRED' as const }, leaseSeconds: 0 };
      const lines = [{ sku: 'a-1', quantity, unitsMax: 12 }];
      const written = await store.awaitingBuyer.begin(change, { ...limit, ordersMax: 40, lines });
      return { written, quantity };
    }),
  );
  const waiting = begun.filter(({ written }) => written !== null && 'id' in written);
  expect(waiting.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(12);
  const refused = begun.filter(({ written }) => written !== null && 'full' in written);
  expect(refused).toHaveLength(40 - waiting.length);
  expect(refused.map(({ written }) => written)).toContainEqual({
    full: 'units',
    line: { sku: 'a-1', quantity: 1, unitsMax: 12 },
    unpaidUnits: 12,
    firstEndedAt: expect.any(Date),
  });
});

it('lets 200 unpaid orders of an account wait within the time that they count', async () => {
  const customerId = uuidV7();
  const begun = await Promise.all(
    Array.from({ length: unpaidOrdersMax + 5 }, async (_, index) => {
      const store = stores[index % stores.length] as OrdersStore;
      const order = await placed(store, customerId);
      const change = { order, set: { paymentStatus: 'ACTION_REQUIRED' as const }, leaseSeconds: 0 };
      return store.awaitingBuyer.begin(change, { ...limit, ordersMax: 1_000 });
    }),
  );
  expect(begun.filter((one) => one !== null && 'id' in one)).toHaveLength(unpaidOrdersMax);
  expect(begun.filter((one) => one !== null && 'full' in one)).toHaveLength(5);
});

it('answers null for an order that somebody else wrote in between', async () => {
  const [store] = stores as [OrdersStore];
  const order = await placed(store, uuidV7());
  await store.journal.write({ order, leaseSeconds: 0 });
  const change = { order, set: { paymentStatus: 'ACTION_REQUIRED' as const }, leaseSeconds: 0 };
  expect(await store.awaitingBuyer.begin(change, limit)).toBeNull();
});

it('reads the orders of the account alone, however many others wait', async () => {
  const [store] = stores as [OrdersStore];
  const beginOf = (order: Awaited<ReturnType<typeof placed>>) =>
    store.awaitingBuyer.begin(
      { order, set: { paymentStatus: 'ACTION_REQUIRED' as const }, leaseSeconds: 0 },
      limit,
    );
  for (let others = 0; others < 50; others += 1) await beginOf(await placed(store, uuidV7()));
  const mine = await placed(store, uuidV7());
  const client = await database.pool.connect();
  const rowsRead = async (): Promise<number> => {
    const { rows } = await client.query(
      `SELECT (seq_tup_read + idx_tup_fetch)::int AS read
       FROM pg_stat_xact_user_tables WHERE relname = 'orders'`,
    );
    return rows[0].read;
  };
  try {
    await client.query('BEGIN');
    const before = await rowsRead();
    await client.query(
      `SELECT may_await_buyer($1, $2, 10, '65 minutes', '125 minutes', '60 minutes', 200, '{}', '{}')`,
      [mine.customerId, mine.id],
    );
    expect((await rowsRead()) - before).toBeLessThan(10);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
});
