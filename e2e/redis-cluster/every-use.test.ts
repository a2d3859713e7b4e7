import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { lostNumbers } from '../../cli/reconcile/lost-numbers';
import type { Configuration } from '../../config/schema';
import { persistedOperationsBytesMax } from '../../gateway/limits';
import { persistedInRedis } from '../../gateway/operation/persisted-store';
import { keyRequestListsMax } from '../../platform/auth/key-requests';
import {
  sharedEntryBytesMax,
  sharedSlots,
  sharedSlotsMax,
} from '../../platform/data-cache/shared-slots';
import { redisBus } from '../../platform/events/bus';
import { EventStream } from '../../platform/events/stream';
import { redisMailbox } from '../../platform/mail/mailbox';
import { repositoryRoot } from '../../platform/process/repository-root';
import { createCappedLists } from '../../platform/redis/capped-lists';
import { checkRedis, isCluster, slotOf } from '../../platform/redis/cluster';
import { createRateCounters } from '../../platform/redis/rate-counters';
import { connectRedis, type Redis } from '../../platform/redis/redis';
import { memoryMegabytes } from '../../platform/redis/redis-child';
import { followRevoked, publishRevoked } from '../../platform/remote/revoked-list';
import { createLogger } from '../../platform/telemetry/logger';
import { redisAvailable } from '../../platform/testing/redis';
import { type RedisNodes, startRedisCluster } from '../../testing/redis-nodes';
import { readTree } from '../../tools/architecture/source-tree';

/** Each use of Redis against a cluster, which refuses a command, a script or a pipeline across slots. */

const logged: string[] = [];
const logger = createLogger({
  level: 'warn',
  pretty: false,
  name: 'test',
  destination: { write: (line: string) => void logged.push(line) },
});
/** What the limit of key requests says of a list. */
const keyRequestBytesMax = 50_000;
const patience = { timeout: 30_000, interval: 20 };
const many = Array.from({ length: 40 }, (_, place) => String(place));

async function counters(redis: Redis): Promise<void> {
  const rates = createRateCounters({ redis, keyPrefix: 'rate:', countersMax: 10, logger });
  const increments = many.flatMap((key) => [
    { key, group: key, points: 1 },
    { key: `${key}:cost`, group: key, points: 5 },
  ]);
  await rates.add(increments);
  const counts = await rates.add(increments);
  expect(counts.map(({ used }) => used)).toEqual(many.flatMap(() => [2, 10]));
  expect(await redis.get('{7}rate:7')).toBe('2');
  expect(await redis.get('{7}rate:7:cost')).toBe('10');
}

async function persistedTexts(redis: Redis): Promise<void> {
  const store = persistedInRedis(redis);
  for (const text of many) await store.keep(text.padStart(64, '0'), text, `owner-${text}`);
  for (const text of many) expect(await store.get(text.padStart(64, '0'))).toBe(text);
  // The script deletes texts that have expired, by names that it computes.
  const old = many[0]?.padStart(64, '0') ?? '';
  const [member = ''] = await redis.zrange('{apq}-index', 0, 0);
  await redis.zadd('{apq}-index', 1, member);
  await store.keep('f'.repeat(64), 'new', 'owner');
  expect(member.startsWith(old)).toBe(true);
  expect(await store.get(old)).toBeUndefined();
}

async function cappedLists(redis: Redis): Promise<void> {
  const limits = { keyPrefix: 'capped:', entriesMax: 2, ttlSeconds: 100, listsMax: 30 };
  const lists = createCappedLists({ redis, logger, ...limits });
  for (const key of many) for (const entry of ['a', 'b', 'c']) lists.push(key, entry);
  const latest = async () => (await lists.latest(many, 9)).filter(({ length }) => length > 0);
  await vi.waitFor(async () => expect(await latest()).toHaveLength(30), patience);
  for (const entries of await latest()) expect(entries).toEqual(['c', 'b']);
}

async function busAndStream(redis: Redis): Promise<void> {
  const [ear, mouth] = [redisBus(redis, logger), redisBus(redis, logger)];
  const heard: string[] = [];
  // The masters pass messages on to each other: the last ones of an earlier use may still arrive.
  const channel = `changes-${randomUUID()}`;
  try {
    ear.subscribe(channel, (message) => heard.push(message));
    await vi.waitFor(() => expect(heard).toEqual(['']), patience);
    await mouth.publish(channel, many);
    await vi.waitFor(() => expect(heard).toEqual(['', ...many]), patience);
  } finally {
    await ear.close();
    await mouth.close();
  }
}

async function stream(redis: Redis): Promise<void> {
  const events = new EventStream(redis, { key: 'events', ageMsMax: 60_000, lengthMax: 1_000 });
  await events.append(
    many.map((number) => JSON.stringify({ subject: `order-${number}`, data: { number } })),
  );
  expect(await redis.xlen('events')).toBe(many.length);
}

async function numbersOfLostOrders(_redis: Redis, nodes: RedisNodes): Promise<void> {
  const settings = { redis: nodes.servers, events: { streamKey: 'events' }, log: {} };
  const configuration = settings as unknown as Configuration;
  const found = await lostNumbers(configuration, new Set(['order-7']));
  expect(found).toEqual(new Map([['order-7', '7']]));
}

async function mailbox(redis: Redis): Promise<void> {
  const mails = redisMailbox(redis);
  await mails.add({ id: 'a', to: 'a@shop.example', subject: 'Hello', text: 'text' });
  await mails.add({ id: 'b', to: 'b@shop.example', subject: 'Hello', text: 'text' });
  await mails.forget(['a@shop.example']);
  expect((await mails.latest()).map(({ to }) => to)).toEqual(['b@shop.example']);
}

async function revokedCertificates(redis: Redis): Promise<void> {
  expect(await publishRevoked(redis, 'ab')).toBe(true);
  const followed = await followRevoked(redis, logger);
  followed.stop();
  expect(followed.has('AB')).toBe(true);
}

async function cachedRows(redis: Redis): Promise<void> {
  const slots = sharedSlots({ redis, logger });
  const entry = { epoch: 'e', snapshot: '1:1:', lifetimeMs: 60_000 };
  slots.set(many.map((name) => ({ ...entry, name, text: name })));
  const found = async () => [...(await slots.get(many)).keys()];
  await vi.waitFor(async () => expect(await found()).toHaveLength(many.length), patience);
}

/** What runs the commands of each file. */
const uses: Readonly<Record<string, (redis: Redis, nodes: RedisNodes) => Promise<void>>> = {
  'platform/redis/rate-counters.ts': counters,
  'platform/redis/capped-lists.ts': cappedLists,
  'platform/redis/cluster.ts': checkRedis,
  'platform/redis/subscriber.ts': busAndStream,
  'platform/events/bus.ts': busAndStream,
  'platform/events/stream.ts': stream,
  'platform/mail/mailbox.ts': mailbox,
  'platform/remote/revoked-list.ts': revokedCertificates,
  'platform/data-cache/shared-slots.ts': cachedRows,
  'gateway/operation/persisted-store.ts': persistedTexts,
  'cli/reconcile/lost-numbers.ts': numbersOfLostOrders,
};

const isShipped = (file: string): boolean =>
  /^(access|cli|config|gateway|mail|payments|platform|subgraphs)\//.test(file) &&
  !/\.test\.ts$|\/testing\//.test(file);

describe('a shipped file', () => {
  const shipped = readTree(repositoryRoot).filter(({ path: file }) => isShipped(file));

  test('that sends commands to Redis is run here', () => {
    const sends =
      /\bredis\s*\.\s*(?!on\(|off\(|once\(|emit\(|connect|disconnect|refreshSlots)\w+\(/;
    const files = shipped
      .filter(({ text }) => /\bRedis\b/.test(text) && sends.test(text))
      .map(({ path: file }) => file);
    expect(files.filter((file) => !(file in uses))).toEqual([]);
    for (const file of Object.keys(uses)) {
      expect(readFileSync(path.join(repositoryRoot, file), 'utf8')).toContain('Redis');
    }
  });

  test('takes the client of platform/redis, which may be that of a cluster', () => {
    const takesOne = /import [^;]*\bRedis\b[^;]* from 'ioredis'/;
    const files = shipped
      .filter(({ path: file, text }) => takesOne.test(text) && !file.startsWith('platform/redis/'))
      .map(({ path: file }) => file);
    expect(files).toEqual([]);
  });
});

test('the large uses fit into the Redis of npm start, and leave room for the counters', () => {
  const megabyte = 1_000_000;
  const bytes = {
    events: 40 * megabyte,
    cachedRows: sharedSlotsMax * sharedEntryBytesMax,
    persistedTexts: persistedOperationsBytesMax,
    keyRequests: keyRequestListsMax * keyRequestBytesMax,
  };
  const together = Object.values(bytes).reduce((sum, one) => sum + one);
  expect(together).toBeLessThan((memoryMegabytes - 10) * megabyte);
});

describe.skipIf(!redisAvailable)('in a cluster of three masters', () => {
  let nodes: RedisNodes;
  let redis: Redis;
  beforeAll(async () => {
    nodes = await startRedisCluster(0);
    redis = await connectRedis({ ...nodes.servers, logger });
  });
  afterAll(async () => {
    redis?.disconnect();
    await nodes?.close();
  });

  test.each(Object.entries(uses))('%s works', async (_file, use) => {
    logged.length = 0;
    await use(redis, nodes);
    // Whatever fails is counted in memory, or lost, with a warning.
    expect(logged).toEqual([]);
  });

  test('keys of 40 counters are on more than one master', () => {
    if (!isCluster(redis)) throw new Error('The client is that of a cluster.');
    const { slots } = redis;
    const masters = new Set(many.map((key) => slots[slotOf(key)]?.[0]));
    expect(masters.size).toBe(3);
  });
});
