import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Notifications, openNotifications } from '../../../platform/database/notifications';
import { silentLogger as logger } from '../../../platform/testing/silent-logger';
import { uuidV7 } from '../../../platform/values/uuid';
import type { Fault } from '../testing/faults';
import { openShop, person, type Shop } from '../testing/shop';
import { openWorkChannel, takenOverChannel } from './notifications';

const patience = { timeout: 20_000, interval: 20 };

let shop: Shop;
let line: Notifications;
const work: string[] = [];
const taken: string[] = [];

beforeAll(async () => {
  shop = await openShop();
  shop.inventory.stock({ sku: 'A-1', onHand: 1_000 });
  line = openNotifications({ connection: shop.pool.options, name: 'ear', logger });
  line.on(openWorkChannel, (payload) => work.push(payload));
  line.on(takenOverChannel, (payload) => taken.push(payload));
  await vi.waitFor(() => expect([...work, ...taken]).toEqual(['', '']), patience);
  work.length = 0;
  taken.length = 0;
});
afterAll(async () => {
  await line.close();
  await shop.close();
});

const stateOf = async (id: string) => (await shop.otherProcess().store.journal.read(id))?.status;

test('an order that succeeds sends no notification, so its commit waits for no other', async () => {
  const placed = await shop.place(person(uuidV7()));
  expect(placed.status).toBe('CONFIRMED');
  await shop.pool.query(`SELECT pg_notify($1, 'after')`, [openWorkChannel]);
  await expect.poll(() => work, patience).toEqual(['after']);
  expect(taken).toEqual([]);
  work.length = 0;
});

test('an order that waits for its buyer is polled for, and announced to nobody', async () => {
  const waiting = await shop.place(person(uuidV7()), { payment: { token: 'tok_action' } });
  await shop.endLeases();
  expect(await shop.otherProcess().takeOver()).toBe(1);
  expect(await stateOf(waiting.id)).toBe('PENDING');
  await shop.pool.query(`SELECT pg_notify($1, 'after')`, [openWorkChannel]);
  await expect.poll(() => work, patience).toEqual(['after']);
  expect(taken).toEqual([]);
  await shop.pool.query(`DELETE FROM effects WHERE order_id = $1`, [waiting.id]);
  work.length = 0;
});

test('postponed work is announced with its pause, which is shorter than the backstop', async () => {
  shop.bank.faults.plan('authorize', ...Array<Fault>(9).fill('lostRequest'));
  const placed = await shop.givingUpAfter(1_500, () => shop.place(person(uuidV7())));
  expect(placed.status).toBe('PENDING');
  await expect.poll(() => work.length, patience).toBeGreaterThan(0);
  const [pauseMs] = work.map(Number);
  expect(pauseMs).toBeGreaterThan(0);
  expect(pauseMs).toBeLessThan(5_000);
});

test('processes that wait for an order learn that another process decided it', async () => {
  taken.length = 0;
  const { rows } = await shop.pool.query(`SELECT id FROM orders WHERE status = 'PENDING'`);
  const [{ id }] = rows as [{ id: string }];
  shop.bank.faults.clear();
  await shop.endLeases();
  expect(await shop.otherProcess().takeOver()).toBe(1);
  expect(await stateOf(id)).toBe('CONFIRMED');
  await expect.poll(() => taken, patience).toContain(id);
});
