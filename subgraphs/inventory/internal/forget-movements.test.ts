import { expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { roomWith } from '../testing/stock-room';

const forgetMovements = `mutation ($days: Int!, $limit: Int!) {
  forgetMovements(days: $days, limit: $limit) }`;
const stockFacts = `{ stockFacts(first: 10) {
  levels { sku warehouse onHand reserved movedOnHand movedReserved allocated } } }`;

const room = roomWith({ Tea: { stock: { BER: 5, HAM: 2 } } });

const forget = async (limit = 1_000, days = 90) =>
  (await room.call(forgetMovements, { days, limit })).data.forgetMovements;
const facts = async () => (await room.call(stockFacts)).data.stockFacts.levels;
const age = (days: number) =>
  room.pool.query(`UPDATE stock_movements SET at = at - $1 * interval '1 day'`, [days]);
const kinds = async () =>
  (await room.pool.query('SELECT kind FROM stock_movements ORDER BY id')).rows.map(
    ({ kind }) => kind,
  );

it('deletes old movements and keeps their sums, so that verify still finds the levels', async () => {
  const orderId = uuidV7();
  await room.store.reservations.reserve(orderId, [{ sku: 'TEA', quantity: 6 }]);
  await age(91);
  await room.store.reservations.release(orderId);
  await room.store.reservations.reserve(uuidV7(), [{ sku: 'TEA', quantity: 3 }]);
  const before = await facts();
  expect(await kinds()).toHaveLength(7);
  expect(await forget()).toBe(4);
  expect(await kinds()).toEqual(['RELEASED', 'RELEASED', 'RESERVED']);
  expect(await facts()).toEqual(before);
  expect(await room.imbalances()).toEqual([]);
});

it('adds later nights to the opening balance', async () => {
  const before = await facts();
  await age(91);
  expect(await forget()).toBe(2);
  const orderId = uuidV7();
  await room.store.reservations.reserve(orderId, [{ sku: 'tea', quantity: 7 }]);
  await room.store.reservations.release(orderId);
  await age(91);
  expect(await forget()).toBe(4);
  expect(await kinds()).toEqual([]);
  expect(await facts()).toEqual(before);
});

it('shows verify a level that differs from its opening balance', async () => {
  await age(91);
  await forget();
  await room.pool.query(`UPDATE stock_levels SET on_hand = 6 WHERE warehouse = 'BER'`);
  const [ber] = await facts();
  expect(ber).toMatchObject({ onHand: 6, movedOnHand: '5' });
});

it('keeps movements of up to so many days', async () => {
  await age(89);
  expect(await forget()).toBe(0);
  expect(await forget(1_000, 3_650)).toBe(0);
  await age(1);
  await age(1);
  expect(await forget(1_000, 3_650)).toBe(0);
  expect(await forget()).toBe(2);
});

it('deletes a backlog a batch at a time, in runs at once without counting one twice', async () => {
  await room.pool.query(
    `INSERT INTO stock_movements (sku, warehouse, on_hand_delta, reserved_delta, kind)
     SELECT 'TEA', 'BER', (-1) ^ n, 0, 'ADJUSTED' FROM generate_series(1, 2500) n`,
  );
  await age(100);
  const before = await facts();
  await Promise.all([forget(), forget()]);
  const rest = [];
  for (let times = 0; times < 4; times += 1) rest.push(await forget());
  expect(rest.at(-1)).toBe(0);
  expect(await kinds()).toEqual([]);
  expect(await facts()).toEqual(before);
});

it('takes 90 days and more, and a limit of 1 to 1,000', async () => {
  for (const given of [{ days: 89 }, { limit: 0 }, { limit: 1_001 }]) {
    const variables = { days: 90, limit: 1_000, ...given };
    expect((await room.call(forgetMovements, variables)).codes).toEqual(['BAD_USER_INPUT']);
  }
});
