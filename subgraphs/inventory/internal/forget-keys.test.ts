import { beforeAll, beforeEach, expect, it } from 'vitest';
import { keyHash } from '../../../platform/values/input-hash';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, stockRoomForFile } from '../testing/stock-room';

const forgetKeys = `mutation ($days: Int!, $limit: Int!) {
  forgetKeys(days: $days, limit: $limit) }`;
const adjustStock = `mutation ($key: String!, $delta: Int!) { adjustStock(
  input: [{ sku: "TEA", warehouse: "BER", delta: $delta, reason: "counted" }], idempotencyKey: $key
) { __typename } }`;
const restockReturns = `mutation ($orderId: ID!) { restockReturns(
  key: "old-return", orderId: $orderId, lines: [{ sku: "TEA", quantity: 1, warehouse: "BER" }]) }`;

const room = stockRoomForFile();
beforeAll(async () => {
  await room.given('TEA', { stock: { BER: 5 } });
});
beforeEach(() => room.pool.query('TRUNCATE stock_effects'));

const clerk = person('WAREHOUSE');
const adjust = async (key: string, delta: number) =>
  (await room.ask(clerk, adjustStock, { key, delta })).data.adjustStock.__typename;
const forget = (days = 90, limit = 1_000) => room.call(forgetKeys, { days, limit });
const grow = (key: string, days: number) =>
  room.pool.query(
    `UPDATE stock_effects SET created_at = now() - $2 * interval '1 day' WHERE key LIKE '%' || $1`,
    [key, days],
  );

it('forgets what is older, so that such a key is new, and nothing else', async () => {
  await adjust('young-key', 1);
  await adjust('old-key-1', 1);
  await room.call(restockReturns, { orderId: uuidV7() });
  await grow(keyHash('young-key'), 89);
  await grow(keyHash('old-key-1'), 91);
  await grow('old-return', 400);
  expect((await forget()).data.forgetKeys).toBe(1);
  expect(await adjust('young-key', 2)).toBe('IdempotencyKeyReusedError');
  expect(await adjust('old-key-1', 2)).toBe('AdjustStockPayload');
  const { rows } = await room.pool.query(`SELECT key FROM stock_effects WHERE key LIKE 'restock%'`);
  expect(rows).toEqual([{ key: 'restock-returns:old-return' }]);
});

it('forgets a backlog a batch at a time', async () => {
  await room.pool.query(
    `INSERT INTO stock_effects (key, input_hash, outcome, created_at)
     SELECT kind || n, '', '{}', now() - interval '100 days'
     FROM generate_series(1, 2500) n, unnest(ARRAY['adjust-stock:old:', 'ship:']) kind`,
  );
  const forgotten = [];
  for (let times = 0; times < 4; times += 1) forgotten.push((await forget()).data.forgetKeys);
  expect(forgotten).toEqual([1_000, 1_000, 500, 0]);
});

it('keeps keys for at least 90 days, for any caller', async () => {
  for (const given of [{ days: 89 }, { limit: 0 }, { limit: 1_001 }]) {
    expect((await forget(given.days, given.limit)).codes).toEqual(['BAD_USER_INPUT']);
  }
});
