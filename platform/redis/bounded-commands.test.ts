import { EventEmitter } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { redisMailbox } from '../mail/mailbox';
import { blockEventLoop } from '../testing/block-event-loop';
import { createTestRedis, redisAvailable, type TestRedis } from '../testing/redis';
import { silentLogger as logger } from '../testing/silent-logger';
import { createCappedLists } from './capped-lists';
import { createRateCounters } from './rate-counters';
import { connectRedis, type Redis } from './redis';
import { outsideRequest, WaitBudget, withinRedisWait } from './wait-budget';

const budgetMs = 50;

/** A proxy between a client and Redis that holds replies while it is silent. */
class SilentProxy {
  private readonly held: [Socket, Buffer][] = [];
  private readonly lost = new Set<Socket>();
  private readonly open = new Set<Socket>();
  private isSilent = false;
  sent = 0;
  connections = 0;

  private constructor(
    private readonly server: Server,
    private readonly database: number,
  ) {}

  static async open(redis: TestRedis['redis']): Promise<SilentProxy> {
    const { path = '', db = 0 } = redis.options;
    const server = createServer();
    const proxy = new SilentProxy(server, db);
    server.on('connection', (client) => {
      const upstream = connect(path);
      proxy.open.add(client);
      proxy.connections += 1;
      client.on('data', (bytes) => {
        proxy.sent += 1;
        upstream.write(bytes);
      });
      upstream.on('data', (bytes) => {
        if (proxy.lost.has(client)) return;
        if (proxy.isSilent) proxy.held.push([client, bytes]);
        else client.write(bytes);
      });
      client.on('error', () => upstream.destroy());
      client.on('close', () => upstream.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.server.address() as AddressInfo).port}/${this.database}`;
  }

  beSilent(): void {
    this.isSilent = true;
  }

  /** Open connections bring nothing from now on, as those to a machine that is gone. */
  vanish(): void {
    for (const client of this.open) this.lost.add(client);
  }

  speak(): void {
    this.isSilent = false;
    for (const [client, bytes] of this.held.splice(0)) client.write(bytes);
  }

  close(): void {
    this.server.close();
  }
}

/** Runs an action as a request. */
function asRequest<Value>(action: () => Promise<Value>, waitMs = budgetMs): Promise<Value> {
  return new Promise((resolve, reject) => {
    const response = new EventEmitter();
    withinRedisWait(waitMs, response, () => {
      action()
        .finally(() => response.emit('close'))
        .then(resolve, reject);
    });
  });
}

const failureOf = (reply: Promise<unknown>) =>
  reply.then(
    () => 'replied',
    (error: Error) => error.message,
  );

const timedOut = expect.stringContaining('did not reply');
const notAsked = expect.stringContaining('it was silent');
const longEnough = expect.stringContaining('waited long enough');

describe.skipIf(!redisAvailable)('a Redis that does not reply', () => {
  let own: TestRedis;
  let proxy: SilentProxy;
  let redis: Redis;
  beforeEach(async () => {
    own = await createTestRedis();
    proxy = await SilentProxy.open(own.redis);
    const bounds = { commandTimeoutMs: 10_000, silentConnectionMs: 1_500 };
    redis = await connectRedis({ url: proxy.url, logger, ...bounds });
  });
  afterEach(async () => {
    redis.disconnect();
    proxy.close();
    await own.close();
  });

  test('is waited for by a request once, in all its commands together', async () => {
    proxy.beSilent();
    const failures = await asRequest(async () => [
      ...(await Promise.all([failureOf(redis.get('a')), failureOf(redis.get('b'))])),
      await failureOf(redis.get('c')),
    ]);
    expect(failures).toEqual([timedOut, timedOut, longEnough]);
  });

  test('is asked by nobody after three silences, and answers afterwards', async () => {
    proxy.beSilent();
    for (let request = 1; request <= 3; request += 1) {
      expect(await asRequest(() => failureOf(redis.get('a')))).toEqual(timedOut);
    }
    const { sent } = proxy;
    expect(await asRequest(() => failureOf(redis.get('a')))).toEqual(notAsked);
    expect(await failureOf(redis.get('a'))).toEqual(notAsked);
    expect(proxy.sent).toBe(sent);
    proxy.speak();
    await expect.poll(() => failureOf(redis.get('a'))).toBe('replied');
  });

  test('is connected to again if the connection brings nothing any longer', async () => {
    proxy.vanish();
    const ask = () => asRequest(() => failureOf(redis.get('a')));
    await expect.poll(ask).toBe('replied');
    expect(proxy.connections).toBe(2);
  });

  test('keeps its connection if it only replies late', async () => {
    let failures = 0;
    await expect
      .poll(
        async () => {
          proxy.beSilent();
          if ((await asRequest(() => failureOf(redis.get('a')))) !== 'replied') failures += 1;
          proxy.speak();
          return redis.status === 'ready' ? failures : 'closed';
        },
        { interval: 100 },
      )
      .toBeGreaterThan(30);
    expect(proxy.connections).toBe(1);
  });

  test('keeps no request: what it counts is counted in the process', async () => {
    const counters = createRateCounters({ redis, keyPrefix: 'r:', countersMax: 10, logger });
    const add = () => counters.add([{ key: 'k', points: 1 }]);
    const count = () => asRequest(add);
    expect([(await add())[0]?.used, (await add())[0]?.used]).toEqual([1, 2]);
    proxy.beSilent();
    expect((await count())[0]?.used).toBe(1);
    expect((await count())[0]?.used).toBe(2);
  });

  test('is waited for longer by work that a request has only started', async () => {
    proxy.beSilent();
    const started = await asRequest(async () => ({ reply: outsideRequest(() => redis.get('a')) }));
    await asRequest(() => failureOf(redis.get('b')));
    proxy.speak();
    expect(await started.reply).toBeNull();
  });

  test('is waited for longer by reads of what only it has', async () => {
    const limits = { entriesMax: 1, ttlSeconds: 10, listsMax: 1 };
    const lists = createCappedLists({ redis, keyPrefix: 'l:', logger, ...limits });
    proxy.beSilent();
    const found = await asRequest(async () => {
      await failureOf(redis.get('a'));
      proxy.speak();
      return [await lists.latest(['k'], 1), await redisMailbox(redis).latest()];
    });
    expect(found).toEqual([[[]], []]);
  });

  test('has replied in time if only the process was too busy to read', async () => {
    // Long enough for a Redis on a busy machine.
    const waitMs = 1_000;
    const replies = asRequest(async () => {
      const first = failureOf(own.redis.get('a'));
      // The reply arrives while nothing can be read, and the timer is due.
      blockEventLoop(1.5 * waitMs);
      return [await first, await failureOf(own.redis.get('b'))];
    }, waitMs);
    // The pause of this process takes nothing from the time that the request may wait.
    expect(await replies).toEqual(['replied', 'replied']);
  });

  test('uses up what a request may wait, also if it replies at last', async () => {
    const budget = new WaitBudget(budgetMs);
    budget.begin();
    await expect.poll(() => budget.leftMs).toBe(0);
    budget.end();
    expect(budget.leftMs).toBe(0);
  });
});
