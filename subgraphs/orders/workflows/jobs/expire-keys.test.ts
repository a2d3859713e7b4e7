import { beforeEach, expect, test } from 'vitest';
import { parseConfiguration } from '../../../../config/schema';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import { keyHash } from '../../../../platform/values/input-hash';
import { uuidV7 } from '../../../../platform/values/uuid';
import { ordersStore } from '../../store';
import { testOrdersKeys } from '../../testing/orders-keys';
import { orderInput, person, placeOrder, shopWith } from '../../testing/shop';
import { expireKeysJob } from './cleanups';

const shop = shopWith({ sku: 'A-1', onHand: 1_000 });

const configuration = parseConfiguration({ environment: 'test' });

/** The number of expired keys in inventory, and the calls that it received. */
let tooOld = 0;
let requested: unknown[] = [];
beforeEach(() => {
  tooOld = 0;
  requested = [];
});
const inventory: ServiceCall = async <Data>(_query: string, variables: object = {}) => {
  requested.push(variables);
  const forgotten = Math.min(tooOld, 'limit' in variables ? Number(variables.limit) : 0);
  tooOld -= forgotten;
  return { forgotten } as Data;
};

async function expire() {
  const store = ordersStore(shop.pool, testOrdersKeys);
  const job = expireKeysJob({ store, inventory, configuration });
  return job.run({}, { id: 'job', attempt: 1, signal: new AbortController().signal });
}

async function placeWith(customerId: string, idempotencyKey: string) {
  const input = orderInput({ idempotencyKey });
  return (await shop.ask(person(customerId), placeOrder, { input })).data.placeOrder;
}

const grow = (key: string, days: number) =>
  shop.pool.query(
    `UPDATE idempotency_keys SET created_at = now() - $2 * interval '1 day' WHERE key = $1`,
    [keyHash(key), days],
  );

test('a key is known for 90 days, and new once it is older', async () => {
  const customerId = uuidV7();
  const young = await placeWith(customerId, 'key-of-89-days');
  const old = await placeWith(customerId, 'key-of-91-days');
  await grow('key-of-89-days', 89);
  await grow('key-of-91-days', 91);
  expect(await expire()).toEqual({ forgotten: 1, adjustments: 0, links: 0 });
  expect((await placeWith(customerId, 'key-of-89-days')).id).toBe(young.id);
  const again = await placeWith(customerId, 'key-of-91-days');
  expect(again.id).not.toBe(old.id);
});

test('a backlog is forgotten in batches, oldest first', async () => {
  await shop.pool.query(
    `INSERT INTO idempotency_keys (mutation, user_id, key, input_hash, order_id, created_at)
     SELECT 'placeOrder', gen_random_uuid(), 'old-' || n, '', gen_random_uuid(),
       now() - interval '100 days' FROM generate_series(1, 2500) n`,
  );
  expect(await ordersStore(shop.pool, testOrdersKeys).placing.forgetKeys(90, 1_000)).toBe(1_000);
  expect(await expire()).toMatchObject({ forgotten: 1_500 });
  expect(await expire()).toMatchObject({ forgotten: 0 });
});

test('inventory is asked to forget its own, batch by batch', async () => {
  tooOld = 2_500;
  expect(await expire()).toEqual({ forgotten: 0, adjustments: 2_500, links: 0 });
  expect(requested).toEqual(Array(3).fill({ days: 90, limit: 1_000 }));
});

test('a setting of less than 90 days is rejected', () => {
  expect(() =>
    parseConfiguration({ environment: 'test', orders: { idempotencyKeyDays: 89 } }),
  ).toThrow(/idempotencyKeyDays/);
});
