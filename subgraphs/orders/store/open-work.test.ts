import { Registry } from 'prom-client';
import { beforeAll, expect, it } from 'vitest';
import { createLogger } from '../../../platform/telemetry/logger';
import { databaseForFile } from '../../../platform/testing/database';
import { orderNumber } from '../domain/order-number';
import { measureOpenWork } from '../metrics';
import { newOrder } from '../testing/new-order';
import { testOrdersKeys } from '../testing/orders-keys';
import { ordersDatabase } from './database';
import { openWorkStore } from './open-work';
import { placingStore } from './placing';

const logger = createLogger({ level: 'error', pretty: false, name: 'test' });
const database = databaseForFile('orders');
let store: ReturnType<typeof openWorkStore>;

beforeAll(async () => {
  store = openWorkStore(ordersDatabase(database.pool, testOrdersKeys));
});

async function placed(): Promise<string> {
  const order = newOrder();
  await placingStore(ordersDatabase(database.pool, testOrdersKeys)).place(
    { ...order, idempotencyKey: order.id },
    () => orderNumber(0),
  );
  return order.id;
}

it('without any work there is nothing open, and nothing old', async () => {
  const nothing = { inReview: 0, needAttention: 0, effects: [], oldestEffectSeconds: 0 };
  expect(await store.summary()).toEqual(nothing);
});

it('counts effects that are open and orders that wait, and tells the age of the oldest', async () => {
  const old = await placed();
  const waiting = await placed();
  await database.pool.query(
    `UPDATE effects SET opened_at = now() - interval '1 hour', updated_at = now(),
       state = CASE WHEN kind = 'RESERVE' THEN 'DONE'::"EffectState" ELSE state END
     WHERE order_id = $1`,
    [old],
  );
  await database.pool.query(
    `UPDATE orders SET status = 'IN_REVIEW', attention = '{"step": "AUTHORIZE"}' WHERE id = $1`,
    [waiting],
  );
  const work = await store.summary();
  expect(work).toMatchObject({ inReview: 1, needAttention: 1 });
  expect(work.effects).toHaveLength(2);
  expect(work.effects).toContainEqual({ kind: 'RESERVE', count: 1 });
  expect(work.effects).toContainEqual({ kind: 'AUTHORIZE', count: 2 });
  expect(work.oldestEffectSeconds).toBeGreaterThan(3_500);

  const registry = new Registry();
  measureOpenWork(registry, store.summary, logger);
  const text = await registry.metrics();
  expect(text).toContain('orders_waiting{reason="review"} 1');
  expect(text).toContain('orders_waiting{reason="attention"} 1');
  expect(text).toContain('order_effects_open{kind="AUTHORIZE"} 2');
  expect(text).toContain('order_effects_open{kind="CAPTURE"} 0');
  expect(text).toMatch(/order_oldest_effect_age_seconds 3[56]\d\d/);
});
