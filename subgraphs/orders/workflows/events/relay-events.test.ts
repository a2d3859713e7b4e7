import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { redisBus } from '../../../../platform/events/bus';
import { WorkSignal } from '../../../../platform/events/work-signal';
import { eventually } from '../../../../platform/testing/eventually';
import { isLongRun } from '../../../../platform/testing/long-run';
import { startProgram } from '../../../../platform/testing/program';
import {
  createTestRedis,
  redisAvailable,
  type TestRedis,
} from '../../../../platform/testing/redis';
import { silentLogger as logger } from '../../../../platform/testing/silent-logger';
import { uuidV7 } from '../../../../platform/values/uuid';
import { eventIdOf, type OrderChanged, orderChangesChannel } from '../../domain/event';
import { openReceiver } from '../../testing/receiver';
import { openShop, person, type Shop, shopForFile } from '../../testing/shop';
import { endpointOf } from '../../testing/webhooks';
import { RelayEvents } from './relay-events';

const kills = isLongRun ? 20 : 8;

const cancel = `mutation ($id: ID!) { cancelOrder(id: $id, reason: "Changed my mind") {
  ... on Order { version } } }`;

async function outboxSize({ pool }: Shop): Promise<number> {
  const { rows } = await pool.query<{ count: bigint }>('SELECT count(*) FROM outbox');
  return Number(rows[0]?.count);
}

/** What a scrape says of the database with the oldest event; the figure is kept for some seconds. */
async function outboxAge({ registry }: Shop): Promise<number> {
  const text = await registry.metrics();
  const ages = text.matchAll(/^order_outbox_age_seconds\{room="[\w-]+"\} (\S+)$/gm);
  return Math.max(...[...ages].map(([, age]) => Number(age)));
}

/** An order with three events: placed, confirmed, cancelled. */
async function threeEvents(shop: Shop): Promise<string> {
  const ada = person(uuidV7());
  const { id } = await shop.place(ada);
  await shop.ask(ada, cancel, { id });
  return id as string;
}

describe('the outbox', { timeout: 120_000 }, () => {
  const shop = shopForFile();
  beforeAll(() => {
    shop.inventory.stock({ sku: 'A-1', onHand: 10_000 });
  });

  it('has a row for every event of the timeline', async () => {
    const id = await threeEvents(shop);
    const { rows } = await shop.pool.query(
      `SELECT o.version, o.type, o.status FROM outbox o JOIN order_events e
         ON e.order_id = o.order_id AND e.seq = o.version AND e.type = o.type
       WHERE o.order_id = $1 ORDER BY o.position`,
      [id],
    );
    expect(rows).toEqual([
      { version: 1, type: 'order.placed', status: 'PENDING' },
      { version: 2, type: 'order.confirmed', status: 'CONFIRMED' },
      { version: 3, type: 'order.cancelled', status: 'CANCELLED' },
    ]);
    const { rows: timeline } = await shop.pool.query(
      'SELECT count(*)::int AS events FROM order_events WHERE order_id = $1',
      [id],
    );
    expect(timeline).toEqual([{ events: 3 }]);
  });

  it('is empty once every event was delivered, over NOTIFY without Redis', async () => {
    shop.subgraph.startWork();
    await threeEvents(shop);
    await eventually('an empty outbox', async () => (await outboxSize(shop)) === 0);
  });
});

it('tries the stream again after its pause, also when the clock was set back', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  try {
    const skipped: boolean[] = [];
    const outbox = {
      relay: async (_limit: number, isStreamUnavailable: boolean) => {
        skipped.push(isStreamUnavailable);
        return { events: 0, deliveries: 0, stream: 'unavailable' as const };
      },
    };
    const store = { outbox, workSignal: new WorkSignal() };
    const relay = new RelayEvents({ store, logger } as never);
    await relay.runOnce();
    vi.setSystemTime(Date.now() - 3_600_000);
    vi.advanceTimersByTime(2_001);
    await relay.runOnce();
    expect(skipped).toEqual([false, true, false, true]);
  } finally {
    vi.useRealTimers();
  }
});

describe.skipIf(!redisAvailable)('the relay', { timeout: 240_000 }, () => {
  let shop: Shop;
  let redis: TestRedis;
  let isWorking = false;
  beforeAll(async () => {
    redis = await createTestRedis();
    shop = await openShop({ redis: redis.redis });
    shop.inventory.stock({ sku: 'A-1', onHand: 100_000 });
  });
  afterAll(async () => {
    await shop.close();
    await redis.close();
  });

  /** Starts the background work, unless another test of this file has. */
  function startWork(): void {
    if (isWorking) return;
    isWorking = true;
    shop.subgraph.startWork();
  }

  async function streamed(): Promise<{ id: string; subject: string; sequence: string }[]> {
    const entries = await redis.redis.xrange('orders:events', '-', '+');
    return entries.map(([, fields]) => JSON.parse(fields[1] ?? ''));
  }

  const relay = (url: string, redisUrl: string) => `
    require('reflect-metadata');
    const { Registry } = require('prom-client');
    const { createPool } = require('./platform/database/pool');
    const { redisBus } = require('./platform/events/bus');
    const { EventStream } = require('./platform/events/stream');
    const { connectRedis } = require('./platform/redis/redis');
    const { createLogger } = require('./platform/telemetry/logger');
    const { ordersMetrics } = require('./subgraphs/orders/metrics');
    const { outboxStore } = require('./subgraphs/orders/store/outbox');
    const { WorkSignal } = require('./platform/events/work-signal');
    const { RelayEvents } = require('./subgraphs/orders/workflows/events/relay-events');
    const logger = createLogger({ level: 'fatal', pretty: false, name: 'relay' });
    connectRedis({ url: ${JSON.stringify(redisUrl)}, logger }).then((redis) => {
      const database = createPool({ url: ${JSON.stringify(url)}, name: 'relay', logger, max: 2 });
      const workSignal = new WorkSignal();
      const limits = { key: 'orders:events', ageMsMax: 3600000, lengthMax: 1000000 };
      const relay = new RelayEvents({
        store: { outbox: outboxStore({ pool: database, workSignal }), workSignal }, bus: redisBus(redis, logger),
        stream: new EventStream(redis, limits), mailBuyers: async () => undefined, metrics: ordersMetrics(new Registry()), logger,
      });
      process.send('up');
      const again = () => relay.runOnce().then(() => setTimeout(again, 1));
      again();
    });`;

  it('loses no event and keeps each order in sequence, however often it is killed', async () => {
    const url = shop.url;
    const ids: string[] = [];
    let isOpen = true;
    const buying = (async () => {
      while (isOpen) ids.push(...(await Promise.all([1, 2, 3, 4].map(() => threeEvents(shop)))));
    })();
    // Two processes run at a time, so that one finds what the other leaves.
    for (let killed = 0; killed < kills; killed += 2) {
      const pair = [startProgram(relay(url, redis.url)), startProgram(relay(url, redis.url))];
      await Promise.all(pair.map(({ firstMessage }) => firstMessage));
      const before = (await streamed()).length;
      await eventually('something that is passed on', async () => {
        return (await streamed()).length > before;
      });
      for (const { process: child } of pair) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    }
    isOpen = false;
    await buying;
    startWork();
    await eventually('an empty outbox', async () => (await outboxSize(shop)) === 0);

    const firstSeen = new Map<string, string[]>();
    const seen = new Set<string>();
    const all = await streamed();
    for (const { id, subject } of all) {
      if (seen.has(id)) continue;
      seen.add(id);
      firstSeen.set(subject, [...(firstSeen.get(subject) ?? []), id]);
    }
    expect(firstSeen.size).toBe(ids.length);
    for (const orderId of ids) {
      const expected = [1, 2, 3].map((version) => eventIdOf({ orderId, version }));
      expect(firstSeen.get(orderId)).toEqual(expected);
    }
  });

  it('continues webhooks while Redis is down, and fills the stream when it is back', async () => {
    startWork();
    const receiver = await openReceiver();
    const partner = person(uuidV7(), 'PARTNER');
    await endpointOf(shop, partner, { url: receiver.url });
    redis.redis.disconnect();
    const { id } = await shop.place(partner);
    await eventually('a webhook', () => receiver.received.length === 1);
    expect(await outboxSize(shop)).toBeGreaterThanOrEqual(2);
    await shop.pool.query(`UPDATE outbox SET at = at - interval '1 hour'`);
    expect(await outboxAge(shop)).toBeGreaterThan(3_000);
    await redis.redis.connect();
    await eventually('an empty outbox', async () => (await outboxSize(shop)) === 0);
    const subjects = (await streamed()).map(({ subject }) => subject);
    expect(subjects.filter((subject) => subject === id)).toHaveLength(2);
    expect(receiver.received).toHaveLength(1);
    await receiver.close();
  });

  it('notifies every process of every change', async () => {
    startWork();
    const heard: OrderChanged[] = [];
    const bus = redisBus(redis.redis, logger);
    let isAudible = false;
    bus.subscribe(orderChangesChannel, (message) => {
      if (message === '') isAudible = true;
      else heard.push(JSON.parse(message) as OrderChanged);
    });
    await eventually('an audible channel', () => isAudible);
    const orderId = await threeEvents(shop);
    // The capture of its payment is a change without an event, and has no version.
    const versions = () =>
      heard.flatMap(({ orderId: id, version }) => (id === orderId && version) || []);
    await eventually('three changes', () => versions().length >= 3);
    expect(versions()).toEqual([1, 2, 3]);
    await bus.close();
  });
});
