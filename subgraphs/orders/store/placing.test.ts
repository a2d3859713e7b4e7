import { beforeAll, expect, it } from 'vitest';
import { databaseForFile } from '../../../platform/testing/database';
import { uuidV7 } from '../../../platform/values/uuid';
import { orderNumber } from '../domain/order-number';
import { newOrder } from '../testing/new-order';
import { testOrdersKeys } from '../testing/orders-keys';
import { ordersDatabase } from './database';
import { type NewOrder, placingStore } from './placing';

const database = databaseForFile('orders');
let store: ReturnType<typeof placingStore>;
beforeAll(async () => {
  store = placingStore(ordersDatabase(database.pool, testOrdersKeys));
});

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
  expect(
    await store.keyRecord({
      mutation: 'placeOrder',
      userId: first.customerId,
      key: first.idempotencyKey,
      orderId: null,
    }),
  ).toEqual({
    inputHash: 'hash',
    orderId: first.id,
  });
});

it('counts what is known of the buyer, in the same statement', async () => {
  const customerId = uuidV7();
  const place = (given: Partial<NewOrder>) => {
    const order = newOrder({ customerId, idempotencyKey: uuidV7(), ...given });
    return store.place(order, () => orderNumber(0));
  };
  const costing = (totalMinor: bigint) => ({ totalMinor, subtotalMinor: totalMinor - 773n });
  const { shippingAddress } = newOrder();
  const change = (id: string | undefined, set: string) =>
    database.pool.query(`UPDATE orders SET ${set} WHERE id = $1`, [id]);
  const first = await place({ recentOrdersMax: 9 });
  expect(first?.risk).toEqual({
    facts: {
      ordersLastHour: 1,
      declinedLastDay: 0,
      accepted: 0,
      largestMinor: null,
      toCountry: 0,
      pattern: { placed: 0, lastHour: 0, lastDay: 0, meanMinor: null, lines: 1, units: 1 },
    },
  });
  await change(first?.id, `status = 'CONFIRMED', placed_at = now() - interval '2 hours'`);
  const abroad = await place({
    ...costing(9_000n),
    shippingAddress: { ...shippingAddress, country: 'FR' },
  });
  await change(abroad?.id, `status = 'DELIVERED'`);
  const inYen = await place({ ...costing(99_000n), currency: 'JPY' });
  await change(inYen?.id, `status = 'SHIPPED'`);
  const declined = await place({ ...costing(77_000n) });
  await change(declined?.id, `status = 'REJECTED', payment_status = 'DECLINED'`);
  const declinedLongAgo = await place({});
  await change(
    declinedLongAgo?.id,
    `payment_status = 'DECLINED', placed_at = now() - interval '25 hours'`,
  );

  const facts = { declinedLastDay: 1, accepted: 3, largestMinor: 9_000, toCountry: 2 };
  const recent = async (recentOrdersMax: number) => (await place({ recentOrdersMax }))?.risk?.facts;
  const found = await recent(9);
  expect(found).toMatchObject({ ...facts, ordersLastHour: 4 });
  expect(found?.pattern).toMatchObject({ placed: 5, lastHour: 3, lastDay: 4 });
  expect(await recent(2)).toMatchObject({ ...facts, ordersLastHour: 3 });
  expect(await recent(0)).toMatchObject({ ...facts, ordersLastHour: 1 });
});
