import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Bus, redisBus } from '../../platform/events/bus';
import { notifyBus } from '../../platform/events/notify-bus';
import { databaseForFile } from '../../platform/testing/database';
import { eventually } from '../../platform/testing/eventually';
import { createTestRedis, redisAvailable, type TestRedis } from '../../platform/testing/redis';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { WatchedOrders } from './testing/watched-orders';
import {
  Accounts,
  newId,
  openUnread,
  soonMs,
  type WatchGateway,
  watchGateway,
} from './testing/watching';

const query = 'subscription ($id: ID!) { orderUpdated(id: $id) { version note product { name } } }';
const megabyte = 'x'.repeat(1_000_000);
const timeout = 4 * soonMs;

interface Heard {
  readonly data?: { readonly orderUpdated: { version: number; note: string } | null };
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

const database = databaseForFile('orders');
let accounts: Accounts;
let bus: Bus;

beforeAll(async () => {
  accounts = await Accounts.open();
  bus = notifyBus(database.pool, logger);
}, timeout);
afterAll(() => bus?.close());

async function open(orders: WatchedOrders, streams = {}, over = bus): Promise<WatchGateway> {
  const gateway = await watchGateway({ orders, accounts, bus: over, limits: { streams } });
  onTestFinished(() => gateway.stop());
  return gateway;
}

function someOrder(orders: WatchedOrders, note = 'new') {
  const order = { id: newId(), ownerId: newId(), version: 1, note };
  orders.put(order);
  return order;
}

/** Watches with the client of graphql-sse. */
function watch(url: string | (() => string), token: string, id: string) {
  const heard: Heard[] = [];
  const state = { isOver: false };
  const client = createClient({
    url: typeof url === 'string' ? url : () => url(),
    headers: { authorization: `Bearer ${token}` },
    retryAttempts: 20,
    retry: () => new Promise((resolve) => setTimeout(resolve, 50)),
  });
  const over = () => {
    state.isOver = true;
  };
  onTestFinished(
    client.subscribe(
      { query, variables: { id } },
      { next: (result) => void heard.push(result as Heard), complete: over, error: over },
    ),
  );
  const versions = () => heard.flatMap(({ data }) => data?.orderUpdated?.version ?? []);
  return {
    heard,
    state,
    versions,
    has: (version: number) => eventually(`version ${version}`, () => versions().includes(version)),
    over: () => eventually('the end', () => state.isOver),
  };
}

describe.each([
  ['Redis', redisAvailable],
  ['NOTIFY', true],
])('told over %s', (medium, isThere) => {
  let redis: TestRedis | null = null;
  const buses: Bus[] = [];

  beforeAll(async () => {
    if (isThere && medium === 'Redis') redis = await createTestRedis();
  });
  afterAll(async () => {
    await Promise.all(buses.map((one) => one.close()));
    await redis?.close();
  });

  function newBus(): Bus {
    const opened = redis ? redisBus(redis.redis, logger) : notifyBus(database.pool, logger);
    buses.push(opened);
    return opened;
  }

  test.runIf(isThere)('a change without a new version is seen, and only once', async () => {
    const orders = new WatchedOrders(newBus());
    const { id, ownerId } = someOrder(orders);
    const { streamUrl } = await open(orders, {}, newBus());
    const watcher = watch(streamUrl, accounts.token(ownerId), id);
    await watcher.has(1);
    await orders.changeQuietly(id, 'captured');
    await eventually('the change', () => watcher.heard.length === 2);
    await orders.publish(id, null);
    await orders.change(id);
    await watcher.has(2);
    const seen = watcher.heard.map(({ data }) => data?.orderUpdated);
    expect(seen).toMatchObject([
      { version: 1, note: 'new' },
      { version: 1, note: 'captured' },
      { version: 2, note: 'captured' },
    ]);
  });

  test.runIf(isThere)(
    'a change is seen at every gateway, each version once and in order',
    async () => {
      const orders = new WatchedOrders(newBus());
      const { id, ownerId } = someOrder(orders);
      const both = await Promise.all([open(orders, {}, newBus()), open(orders, {}, newBus())]);
      const watchers = both.map(({ streamUrl }) => watch(streamUrl, accounts.token(ownerId), id));
      await Promise.all(watchers.map((watcher) => watcher.has(1)));
      for (const version of [2, 3, 4]) {
        expect(await orders.change(id)).toBe(version);
        await orders.publish(id, version);
        await Promise.all(watchers.map((watcher) => watcher.has(version)));
      }
      for (const { versions, heard } of watchers) {
        expect(versions()).toEqual([1, 2, 3, 4]);
        expect(heard[3]?.data?.orderUpdated).toEqual({
          version: 4,
          note: 'new',
          product: { name: 'Product a' },
        });
      }
    },
    timeout,
  );
});

test(
  'streams of one viewer that watch the same share a read, and each gets the result',
  async () => {
    const orders = new WatchedOrders(bus);
    const { id, ownerId } = someOrder(orders);
    const { streamUrl } = await open(orders);
    const token = accounts.token(ownerId);
    const watchers = Array.from({ length: 10 }, () => watch(streamUrl, token, id));
    await Promise.all(watchers.map((watcher) => watcher.has(1)));
    const before = orders.readsBy.get(ownerId) ?? 0;
    const version = await orders.change(id);
    await Promise.all(watchers.map((watcher) => watcher.has(version)));
    expect((orders.readsBy.get(ownerId) ?? 0) - before).toBe(1);
  },
  timeout,
);

test(
  'a reader that pauses gets the newest state when it reads again, and none in between',
  async () => {
    const orders = new WatchedOrders(bus);
    const { id, ownerId } = someOrder(orders, megabyte);
    const gateway = await open(orders);
    const slow = await openUnread(gateway.streamUrl, accounts.token(ownerId), {
      query,
      variables: { id },
    });
    await eventually('the reader is behind', async () => {
      await orders.change(id);
      return (await gateway.metric('gateway_streams_blocked')) === 1;
    });
    const reads = orders.readsBy.get(ownerId);
    let newest = 0;
    for (let count = 0; count < 50; count += 1) newest = await orders.change(id);
    // Messages on one channel stay in order: when this arrives, everything before has arrived.
    const other = someOrder(orders);
    const watcher = watch(gateway.streamUrl, accounts.token(other.ownerId), other.id);
    await watcher.has(1);
    await watcher.has(await orders.change(other.id));
    expect(orders.readsBy.get(ownerId)).toBe(reads);

    let text = '';
    slow.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    const versionsRead = () =>
      [...text.matchAll(/"version":(\d+)/g)].map(([, digits]) => Number(digits));
    await eventually('the newest state', () => versionsRead().includes(newest));
    const versions = versionsRead();
    expect(versions).toEqual([...new Set(versions)].sort((one, next) => one - next));
    expect(versions.length).toBeLessThan(newest - 40);
    slow.destroy();
  },
  timeout,
);

test(
  'a reader that keeps reading nothing is cut off',
  async () => {
    const orders = new WatchedOrders(bus);
    const { id, ownerId } = someOrder(orders, megabyte);
    const gateway = await open(orders, { slowReaderSeconds: 1 });
    const body = { query, variables: { id } };
    const slow = await openUnread(gateway.streamUrl, accounts.token(ownerId), body);
    slow.on('error', () => undefined);
    await eventually('the reader is cut off', async () => {
      await orders.change(id);
      return gateway.metric('gateway_streams_ended_total', { reason: 'slow' });
    });
    expect(await gateway.metric('gateway_streams_open')).toBe(0);
    slow.destroy();
  },
  timeout,
);

test(
  'streams end with their token, and say why',
  async () => {
    const orders = new WatchedOrders(bus);
    const first = someOrder(orders);
    const second = someOrder(orders);
    const { streamUrl } = await open(orders);
    const expiring = watch(streamUrl, accounts.token(first.ownerId, 3), first.id);
    const ended = watch(streamUrl, accounts.token(second.ownerId), second.id);
    await Promise.all([expiring.has(1), ended.has(1)]);
    accounts.endTokensOf(second.ownerId);
    await Promise.all([expiring.over(), ended.over()]);
    for (const { heard } of [expiring, ended]) {
      expect(heard.at(-1)?.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
  },
  timeout,
);

test(
  'an order that cannot be read for a while is read later',
  async () => {
    const orders = new WatchedOrders(bus);
    const { id, ownerId } = someOrder(orders);
    const watcher = watch((await open(orders)).streamUrl, accounts.token(ownerId), id);
    await watcher.has(1);
    orders.isUnavailable = true;
    const version = await orders.change(id);
    await eventually('a read that failed', () => (orders.readsBy.get(ownerId) ?? 0) > 1);
    orders.isUnavailable = false;
    await watcher.has(version);
    expect(watcher.heard.every(({ errors }) => errors === undefined)).toBe(true);
  },
  timeout,
);

test(
  'a gateway that stops sends its streams to another one, and they miss nothing',
  async () => {
    const orders = new WatchedOrders(bus);
    const { id, ownerId } = someOrder(orders);
    const [first, second] = [await open(orders), await open(orders)];
    let url = first.streamUrl;
    const watcher = watch(() => url, accounts.token(ownerId), id);
    await watcher.has(1);
    url = second.streamUrl;
    await first.stop();
    await watcher.has(await orders.change(id));
    expect(watcher.state.isOver).toBe(false);
    await eventually('a stream at the second', () => second.metric('gateway_streams_open'));
  },
  timeout,
);
