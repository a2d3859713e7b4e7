import { beforeAll, beforeEach, expect, it } from 'vitest';
import { parseConfiguration } from '../../../../config/schema';
import type { ServiceCall } from '../../../../platform/graphql/service-call';
import { uuidV7 } from '../../../../platform/values/uuid';
import { ordersStore } from '../../store';
import { importing, importOrder } from '../../testing/importing';
import { testOrdersKeys } from '../../testing/orders-keys';
import { shopForFile } from '../../testing/shop';
import { expireErasuresJob } from './cleanups';

const shop = shopForFile();
let store: ReturnType<typeof ordersStore>;
beforeAll(async () => {
  store = ordersStore(shop.pool, testOrdersKeys);
});
beforeEach(() => shop.pool.query('TRUNCATE erased_customers'));

/** The number of expired erasures in users, and the calls that it received. */
let tooOld = 0;
let requested: unknown[] = [];
const users: ServiceCall = async <Data>(_query: string, variables: object = {}) => {
  requested.push(variables);
  const forgotten = Math.min(tooOld, 1_000);
  tooOld -= forgotten;
  return { forgotten } as Data;
};

function expire(orders: object = { erasedAccountDays: 100 }): Promise<unknown> {
  requested = [];
  const configuration = parseConfiguration({ environment: 'test', orders });
  const job = expireErasuresJob({ store, users, configuration });
  return job.run({}, { id: 'job', attempt: 1, signal: new AbortController().signal });
}

/** Adds an erasure that orders recorded `days` ago, and returns its user. */
async function erased(days: number): Promise<string> {
  const userId = uuidV7();
  await store.erasures.hear([{ userId, erasedAt: new Date() }]);
  await shop.pool.query(
    `UPDATE erased_customers SET erased_at = now() - $2 * interval '1 day',
       heard_at = now() - $2 * interval '1 day' WHERE customer_id = $1`,
    [userId, days],
  );
  return userId;
}

it('forgets erased customers past the setting, and so does users', async () => {
  await erased(101);
  const young = await erased(99);
  tooOld = 1_020;
  expect(await expire()).toEqual({ accounts: 1_020, customers: 1 });
  expect(requested).toEqual(Array(2).fill({ days: 100, limit: 1_000 }));
  const { rows } = await shop.pool.query('SELECT customer_id AS id FROM erased_customers');
  expect(rows).toEqual([{ id: young }]);
});

it('anonymises an import of an erased customer as long as that is known', async () => {
  const customerId = await erased(99);
  const { take } = importing(shop);
  const placed = async (invoice: string) => {
    await take(importOrder({ invoice, customerId, recipient: 'Zweibein' }));
    const { rows } = await shop.pool.query(
      `SELECT o.erased_at IS NOT NULL AS "isErased" FROM orders o
       JOIN order_imports i ON i.order_id = o.id WHERE i.invoice = $1`,
      [invoice],
    );
    return rows;
  };
  await expire();
  expect(await placed('early')).toEqual([{ isErased: true }]);
  await expire({ erasedAccountDays: 98 });
  expect(await placed('late')).toEqual([{ isErased: false }]);
});

it('forgets a backlog in batches', async () => {
  await shop.pool.query(
    `INSERT INTO erased_customers (customer_id, erased_at, heard_at)
     SELECT gen_random_uuid(), heard, heard FROM (
       SELECT now() - interval '200 days' AS heard FROM generate_series(1, 2500)) old`,
  );
  expect(await store.erasures.forget(100, 1_000)).toBe(1_000);
  expect(await expire()).toEqual({ accounts: 0, customers: 1_500 });
});

it('is never shorter than backups are kept, and one more backup interval', () => {
  const configured = (erasedAccountDays: number, backups: object) =>
    parseConfiguration({ environment: 'test', orders: { erasedAccountDays }, backups });
  expect(() => configured(31, {})).toThrow(/erasedAccountDays.* at least 32/);
  expect(() => configured(32, {})).not.toThrow();
  expect(() => configured(60, { retentionDays: 60, fullHours: null })).toThrow(/at least 61/);
  expect(() => configured(68, { retentionDays: 60, fullHours: 168 })).not.toThrow();
});
