import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { databaseForFile } from '../../platform/testing/database';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { measureOutboxes, measureStoppedShards } from './metrics';
import { ordersStore } from './store';
import { testOrdersKeys } from './testing/orders-keys';

const database = databaseForFile('orders');

/** What a scrape would say now; a registry of its own has nothing kept from the last one. */
async function stoppedSeconds(): Promise<number> {
  const registry = new Registry();
  const store = ordersStore(database.pool, testOrdersKeys);
  measureStoppedShards(registry, [{ name: 'orders-2', store }], logger);
  const text = await registry.metrics();
  return Number(/^order_shard_stopped_seconds\{room="orders-2"\} (\S+)$/m.exec(text)?.[1]);
}

const setPlace = (shard: number, state: string, minutes: number) =>
  database.pool.query(
    `INSERT INTO shard_places (shard, move, state, changed_at)
     VALUES ($1, 1, $2, now() - $3 * interval '1 minute')
     ON CONFLICT (shard) DO UPDATE SET state = excluded.state`,
    [shard, state, minutes],
  );

it('tells since when a shard has been stopped, by the oldest one', async () => {
  expect(await stoppedSeconds()).toBe(0);
  await setPlace(1, 'HERE', 60);
  await setPlace(2, 'GONE', 60);
  expect(await stoppedSeconds()).toBe(0);
  await setPlace(3, 'DRAINING', 1);
  await setPlace(4, 'COPYING', 10);
  expect(await stoppedSeconds()).toBeGreaterThanOrEqual(600);
  await setPlace(4, 'GONE', 0);
  const left = await stoppedSeconds();
  expect(left).toBeGreaterThanOrEqual(60);
  expect(left).toBeLessThan(600);
  await setPlace(3, 'HERE', 0);
  expect(await stoppedSeconds()).toBe(0);
});

async function outboxAge(): Promise<number> {
  const registry = new Registry();
  const store = ordersStore(database.pool, testOrdersKeys);
  measureOutboxes(registry, [{ name: 'orders-2', store }], logger);
  const text = await registry.metrics();
  return Number(/^order_outbox_age_seconds\{room="orders-2"\} (\S+)$/m.exec(text)?.[1]);
}

it('tells the age of the oldest event, also of one that only the stream lacks', async () => {
  expect(await outboxAge()).toBe(0);
  await database.pool.query(
    `INSERT INTO outbox (order_id, version, customer_id, number, type, status, at, is_told)
     SELECT gen_random_uuid(), 1, gen_random_uuid(), 'N', 'order.placed', 'PENDING',
       now() - minutes * interval '1 minute', minutes = 10
     FROM unnest(ARRAY[10, 1]) AS minutes`,
  );
  expect(await outboxAge()).toBeGreaterThanOrEqual(600);
  await database.pool.query('DELETE FROM outbox WHERE is_told');
  const left = await outboxAge();
  expect(left).toBeGreaterThanOrEqual(60);
  expect(left).toBeLessThan(600);
});
