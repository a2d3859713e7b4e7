import { expect, it } from 'vitest';
import { parseConfiguration } from '../../../../config/schema';
import { uuidV7 } from '../../../../platform/values/uuid';
import { ordersStore } from '../../store';
import { importing, importOrder } from '../../testing/importing';
import { testOrdersKeys } from '../../testing/orders-keys';
import { person, shopWith } from '../../testing/shop';
import { eraseOldOrdersJob } from './cleanups';

const address = {
  recipient: 'Zweibein',
  line1: 'Zweibein 1',
  city: 'Zweibein',
  postalCode: '53111',
  country: 'DE',
};
const cancelOrder = `mutation ($id: ID!) {
  cancelOrder(id: $id, reason: "Zweibein moves") { __typename } }`;
const orderQuery = `query ($id: ID!) { order(id: $id) {
  status note shippingAddress { recipient country } timeline { type note } total { amount } } }`;

const shop = shopWith({ sku: 'A-1', onHand: 1_000 });
const buyer = person(uuidV7());
const support = person(uuidV7(), 'SUPPORT');

const run = (statement: string, ...values: unknown[]) => shop.pool.query(statement, values);
const read = async (id: string) => (await shop.ask(support, orderQuery, { id })).data.order;

async function eraseOld(): Promise<unknown> {
  const store = ordersStore(shop.pool, testOrdersKeys);
  const job = eraseOldOrdersJob({
    store,
    configuration: parseConfiguration({ environment: 'test' }),
  });
  return job.run({}, { id: 'job', attempt: 1, signal: new AbortController().signal });
}

/** Makes an order look placed and last changed `days` ago. */
const age = (id: string, days: number) =>
  run(
    `UPDATE orders SET placed_at = now() - $2::int * interval '1 day',
       updated_at = now() - $2::int * interval '1 day' WHERE id = $1`,
    id,
    days,
  );

async function cancelled(days: number): Promise<string> {
  const { id } = await shop.place(buyer, { shippingAddress: address, note: 'Ring for Zweibein' });
  await shop.ask(buyer, cancelOrder, { id });
  const isOver = async () =>
    (await run(`SELECT FROM effects WHERE order_id = $1 AND state = 'PENDING'`, id)).rowCount;
  await expect.poll(isOver, { timeout: 20_000 }).toBe(0);
  await age(id, days);
  return id;
}

it('removes the personal data of orders that ended ten years ago, timeline included', async () => {
  const [old, young] = [await cancelled(3_651), await cancelled(3_649)];
  const open = (await shop.place(buyer, { shippingAddress: address })).id;
  await age(open, 3_651);
  const before = await read(old);
  expect(before.timeline.at(-1).note).toContain('Zweibein');
  expect(await eraseOld()).toEqual({ orders: 1 });
  expect(await read(old)).toEqual({
    ...before,
    note: null,
    shippingAddress: { recipient: 'erased', country: 'DE' },
    timeline: before.timeline.map((event: object) => ({ ...event, note: null })),
  });
  for (const id of [young, open]) {
    expect((await read(id)).shippingAddress.recipient).toBe('Zweibein');
  }
});

it("leaves the idempotency keys of the buyer's other orders as they are", async () => {
  await cancelled(4_000);
  await eraseOld();
  const { rowCount } = await run(`SELECT FROM idempotency_keys WHERE input_hash = 'erased'`);
  expect(rowCount).toBe(0);
});

it('counts imported history from its import', async () => {
  const { take } = importing(shop);
  const imported = importOrder({ customerId: uuidV7(), recipient: 'Zweibein' });
  expect(await take(imported)).toEqual(['CREATED']);
  await run(
    `UPDATE orders SET placed_at = '2011-12-09', updated_at = '2011-12-09'
     WHERE id IN (SELECT order_id FROM order_imports)`,
  );
  expect(await eraseOld()).toEqual({ orders: 0 });
  await run(`UPDATE order_imports SET imported_at = now() - interval '3651 days'`);
  expect(await eraseOld()).toEqual({ orders: 1 });
});
