import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { statementsOf } from '../../../../platform/testing/statements';
import { uuidV7 } from '../../../../platform/values/uuid';
import { orderInput, person, shopForFile } from '../../testing/shop';

const quietMs = 200;
/** Longer than the first polls of an order that another process decides. */
const slowMs = 500;

const shop = shopForFile();
const lines = ['A-1', 'B-2', 'C-3'].map((sku, index) => ({ sku, quantity: index + 1 }));
beforeAll(async () => {
  for (const { sku } of lines) shop.inventory.stock({ sku, onHand: 1_000 });
});

const placeAlone = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
  ... on Order { id number status total { amount } } } }`;
const lineFields = `lines { id sku name quantity shippedQuantity cancelledQuantity returnedQuantity
  unitPrice { amount } total { amount } }`;
const placeWithLines = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
  ... on Order { id ${lineFields} } } }`;
const input = () => orderInput({ lines });

/** Waits until nothing has been sent to the database for a moment. */
async function untilQuiet(): Promise<void> {
  let sent: string[];
  do sent = await statementsOf(shop.pool, () => delay(quietMs));
  while (sent.length > 0);
}

it('takes two statements and two commits in orders, and two calls of inventory', async () => {
  // The first one reads the keys that encrypt addresses, for 20 s, and is announced afterwards.
  await shop.place(person(uuidV7()));
  await untilQuiet();
  const calls = shop.inventory.calls.length;
  const statements = await statementsOf(shop.pool, async () => {
    const { data } = await shop.ask(person(uuidV7()), placeAlone, { input: input() });
    expect(data.placeOrder.status).toBe('CONFIRMED');
  });
  // Each runs by itself, so that each is one commit. The relay announces the event when it likes,
  // on a busy machine before the answer.
  const written = statements.filter((name) => name !== 'notify');
  expect(written).toEqual(['place-order', expect.stringMatching(/^write-journal/)]);
  // The confirmation follows the answer, for many orders together.
  expect(shop.inventory.calls.slice(calls)).toEqual(['pricedProducts', 'reserveStock']);
});

it('does not read an order again whose payment takes half a second', async () => {
  await untilQuiet();
  shop.bank.faults.plan('authorize', 'deathBefore');
  const deaths = shop.bank.faults.deaths + 1;
  const statements = await statementsOf(shop.pool, async () => {
    const answer = shop.ask(person(uuidV7()), placeAlone, { input: input() });
    await expect.poll(() => shop.bank.faults.deaths).toBe(deaths);
    await delay(slowMs);
    shop.bank.faults.wake();
    expect((await answer).data.placeOrder.status).toBe('CONFIRMED');
  });
  expect(statements).not.toContain('read-journal');
});

it('answers the lines that it wrote without reading them', async () => {
  const viewer = person(uuidV7());
  let placed: { id: string; lines: object[] } = { id: '', lines: [] };
  await untilQuiet();
  const statements = await statementsOf(shop.pool, async () => {
    const { data } = await shop.ask(viewer, placeWithLines, { input: input() });
    placed = data.placeOrder;
  });
  expect(statements).not.toContain('order-lines');
  const read = `query ($id: ID!) { order(id: $id) { ${lineFields} } }`;
  const { data } = await shop.ask(viewer, read, { id: placed.id });
  expect(placed.lines).toHaveLength(lines.length);
  expect(data.order.lines).toEqual(placed.lines);
});

it('counts the decided orders by their outcome', async () => {
  await shop.place(person(uuidV7()));
  await shop.place(person(uuidV7()), { payment: { token: 'tok_declined' } });
  const text = await shop.registry.metrics();
  expect(text).toMatch(/orders_processed_total\{outcome="confirmed"\} [1-9]/);
  expect(text).toMatch(/orders_processed_total\{outcome="payment_declined"\} 1/);
  for (const outcome of ['confirmed', 'payment_declined']) {
    expect(text).toMatch(
      new RegExp(`order_processing_duration_seconds_count\\{outcome="${outcome}"\\} [1-9]`),
    );
  }
});
