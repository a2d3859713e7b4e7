import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createTestDatabase } from '../testing/database';
import { createTestRedis, redisAvailable } from '../testing/redis';
import { silentLogger as logger } from '../testing/silent-logger';
import { type Bus, redisBus } from './bus';
import { notifyBus } from './notify-bus';
import { EventStream } from './stream';

const patience = { timeout: 30_000, interval: 20 };
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

interface Ends {
  readonly ear: Bus;
  readonly mouth: Bus;
  /** Ends the connection that the ear hears by. */
  readonly deafen: () => Promise<unknown>;
}

async function overNotify(): Promise<Ends> {
  const { pool, drop } = await createTestDatabase('orders');
  endings.push(drop);
  const [ear, mouth] = [notifyBus(pool, logger), notifyBus(pool, logger)];
  endings.push(() => ear.close());
  const deafen = () =>
    pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'bus' AND datname = current_database()`);
  return { ear, mouth, deafen };
}

async function overRedis(): Promise<Ends> {
  const { redis, close } = await createTestRedis();
  endings.push(close);
  const [ear, mouth] = [redisBus(redis, logger), redisBus(redis, logger)];
  endings.push(() => ear.close());
  return { ear, mouth, deafen: () => redis.client('KILL', 'TYPE', 'pubsub') };
}

const ways = [
  { way: 'NOTIFY', open: overNotify, runs: true },
  { way: 'Redis', open: overRedis, runs: redisAvailable },
];

for (const { way, open, runs } of ways) {
  describe.skipIf(!runs)(`the bus over ${way}`, { timeout: 60_000 }, () => {
    test('notifies every listener in order until it unsubscribes', async () => {
      const { ear, mouth } = await open();
      const [one, other]: string[][] = [[], []];
      const stop = ear.subscribe('changes', (message) => one?.push(message));
      ear.subscribe('changes', (message) => other?.push(message));
      await vi.waitFor(() => expect(one).toEqual(['']), patience);
      await mouth.publish('changes', ['a', 'b', 'c']);
      await vi.waitFor(() => expect(one).toEqual(['', 'a', 'b', 'c']), patience);
      stop();
      await mouth.publish('elsewhere', ['x']);
      await mouth.publish('changes', ['d']);
      await vi.waitFor(() => expect(other?.at(-1)).toBe('d'), patience);
      expect(other).not.toContain('x');
      expect(one).toEqual(['', 'a', 'b', 'c']);
    });

    test('says that something may have been missed after a lost connection', async () => {
      const { ear, mouth, deafen } = await open();
      const heard: string[] = [];
      ear.subscribe('changes', (message) => heard.push(message));
      await vi.waitFor(() => expect(heard).toEqual(['']), patience);
      await deafen();
      await vi.waitFor(() => expect(heard.length).toBeGreaterThanOrEqual(2), patience);
      expect(heard.every((message) => message === '')).toBe(true);
      await mouth.publish('changes', ['again']);
      await vi.waitFor(() => expect(heard.at(-1)).toBe('again'), patience);
    });

    test('continues when one listener fails', async () => {
      const { ear, mouth } = await open();
      const heard: string[] = [];
      ear.subscribe('changes', () => {
        throw new Error('no');
      });
      ear.subscribe('changes', (message) => heard.push(message));
      await vi.waitFor(() => expect(heard).toContain(''), patience);
      await mouth.publish('changes', ['a']);
      await vi.waitFor(() => expect(heard).toContain('a'), patience);
    });
  });
}

describe.skipIf(!redisAvailable)('a refused subscription', { timeout: 60_000 }, () => {
  test('is repeated until Redis permits it', async () => {
    const { redis, close } = await createTestRedis();
    endings.push(close);
    const user = randomUUID();
    await redis.call('ACL', 'SETUSER', user, 'on', 'nopass', '+@all', '~*', 'resetchannels');
    endings.push(() => redis.call('ACL', 'DELUSER', user));
    const restricted = redis.duplicate({ username: user, password: 'any' });
    await restricted.connect();
    const refused = Promise.withResolvers<void>();
    const warn = () => refused.resolve();
    const bus = redisBus(restricted, Object.assign(Object.create(logger), { warn }));
    endings.push(async () => {
      await bus.close();
      restricted.disconnect();
    });
    const heard: string[] = [];
    bus.subscribe('changes', (message) => heard.push(message));
    await refused.promise;
    expect(heard).toEqual([]);
    await redis.call('ACL', 'SETUSER', user, 'allchannels');
    await vi.waitFor(() => expect(heard).toEqual(['']), patience);
  });
});

describe.skipIf(!redisAvailable)('a stream', () => {
  test('keeps recent entries, up to about the limit', async () => {
    const { redis, close } = await createTestRedis();
    endings.push(close);
    const limits = { key: 'events', ageMsMax: 3_600_000, lengthMax: 200 };
    await redis.xadd('events', '1-1', 'event', 'from 1970');
    const stream = new EventStream(redis, limits);
    const batch = Array.from({ length: 1_000 }, (_, index) => `${index}`);
    await stream.append(batch);
    expect(await redis.xlen('events')).toBeLessThan(400);
    const [last] = await redis.xrevrange('events', '+', '-', 'COUNT', 1);
    expect(last?.[1]).toEqual(['event', '999']);
    expect(await redis.xrange('events', '1-1', '1-1')).toEqual([]);
  });
});
