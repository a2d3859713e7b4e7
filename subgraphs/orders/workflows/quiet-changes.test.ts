import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Bus } from '../../../platform/events/bus';
import { notifyBus } from '../../../platform/events/notify-bus';
import { silentLogger as logger } from '../../../platform/testing/silent-logger';
import { uuidV7 } from '../../../platform/values/uuid';
import { attemptsUntilAttention } from '../domain/effect';
import { person, shopForFile } from '../testing/shop';

const shop = shopForFile();
const clerk = person(uuidV7(), 'WAREHOUSE');
let bus: Bus;
let heard: { orderId: string; version: number | null; customerId: string }[] = [];

beforeAll(async () => {
  shop.inventory.stock({ sku: 'A-1', onHand: 1_000 });
  bus = notifyBus(shop.home, logger);
  const ready = Promise.withResolvers<void>();
  bus.subscribe('order-changes', (message) => {
    if (message === '') ready.resolve();
    else heard.push(JSON.parse(message));
  });
  await ready.promise;
});
afterAll(() => bus?.close());
beforeEach(() => {
  heard = [];
});

const versionsOf = (id: string) =>
  heard.filter(({ orderId }) => orderId === id).map(({ version }) => version);

async function ship(orderId: string): Promise<void> {
  const mutation = 'mutation ($input: ShipOrderInput!) { shipOrder(input: $input) { __typename } }';
  const input = { orderId, carrier: 'DHL', trackingCode: 'J', idempotencyKey: `key-${orderId}` };
  await shop.ask(clerk, mutation, { input });
}

test('a payment that was captured reaches those who watch', async () => {
  const owner = person(uuidV7());
  const { id } = await shop.place(owner);
  await ship(id);
  await expect.poll(() => versionsOf(id)).toContain(null);
  const customerId = owner.kind === 'user' ? owner.userId : null;
  expect(heard).toContainEqual({ orderId: id, version: null, customerId });
});

test('a payment that was voided reaches those who watch', async () => {
  const owner = person(uuidV7());
  const { id } = await shop.place(owner);
  const cancel =
    'mutation ($id: ID!) { cancelOrder(id: $id, reason: "Not needed") { __typename } }';
  await shop.ask(owner, cancel, { id });
  await expect.poll(() => versionsOf(id)).toContain(null);
});

test('a bank that asks for the buyer reaches those who watch', async () => {
  const given = { payment: { token: 'tok_action' } };
  const { id } = await shop.givingUpAfter(2_000, () => shop.place(person(uuidV7()), given));
  await expect.poll(() => versionsOf(id)).toContain(null);
});

test('an order that waits for a person reaches those who watch, attempts before do not', async () => {
  const { id } = await shop.place(person(uuidV7()));
  shop.bank.faults.plan('capture', ...Array(200).fill('lostRequest'));
  await shop.givingUpAfter(600, () => ship(id));
  expect(versionsOf(id)).not.toContain(null);
  await shop.pool.query(
    `UPDATE effects SET attempts = $2 WHERE order_id = $1 AND kind = 'CAPTURE'`,
    [id, attemptsUntilAttention - 1],
  );
  await shop.endLeases();
  await shop.givingUpAfter(600, () => shop.otherProcess().takeOver());
  shop.bank.faults.clear();
  await expect.poll(() => versionsOf(id)).toContain(null);
});

test('a change gets a later time than the one before when the clock of PostgreSQL is set back', async () => {
  const owner = person(uuidV7());
  const { id } = await shop.place(owner);
  await shop.pool.query(`UPDATE orders SET updated_at = now() + interval '1 hour' WHERE id = $1`, [
    id,
  ]);
  const query = 'query ($id: ID!) { order(id: $id) { updatedAt } }';
  const changedAtMs = async () =>
    Date.parse((await shop.ask(owner, query, { id })).data?.order.updatedAt);
  const beforeMs = await changedAtMs();
  await ship(id);
  await expect.poll(() => versionsOf(id)).toContain(null);
  // The shipment and its capture: a watcher ignores a state that is not later than the one it has.
  expect(await changedAtMs()).toBeGreaterThanOrEqual(beforeMs + 2);
});

test('an order that is accepted has an event, and is published by it only', async () => {
  const [accepted, shipped] = [
    await shop.place(person(uuidV7())),
    await shop.place(person(uuidV7())),
  ];
  await ship(shipped.id);
  await expect.poll(() => versionsOf(shipped.id)).toContain(null);
  expect(versionsOf(accepted.id)).not.toContain(null);
});
