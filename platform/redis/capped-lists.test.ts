import { beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../telemetry/logger';
import { openForFile } from '../testing/open-for-file';
import { createTestRedis, redisAvailable } from '../testing/redis';
import {
  type CappedLists,
  cappedListsCharactersMax,
  createCappedLists,
  queuedEntriesMax,
} from './capped-lists';

const logged: string[] = [];
const logger = createLogger({
  level: 'warn',
  pretty: false,
  name: 'test',
  destination: { write: (line: string) => void logged.push(line) },
} as const);
const ttlSeconds = 100;
const common = { keyPrefix: 'capped:', entriesMax: 3, ttlSeconds, listsMax: 3, logger };

async function latestOf(lists: CappedLists, key: string, count = 10) {
  const [entries] = await lists.latest([key], count);
  return entries ?? [];
}

const push = (lists: CappedLists, key: string, ...entries: string[]) => {
  for (const entry of entries) lists.push(key, entry);
};

describe('lists in memory', () => {
  it('keep the newest entries of each key, newest first', async () => {
    const lists = createCappedLists({ ...common, redis: null });
    push(lists, 'a', '1', '2', '3', '4');
    push(lists, 'b', '5');
    expect(await lists.latest(['a', 'b', 'c'], 2)).toEqual([['4', '3'], ['5'], []]);
    expect(await latestOf(lists, 'a')).toEqual(['4', '3', '2']);
  });

  it('stay within their characters: the least recently used are forgotten', async () => {
    const lists = createCappedLists({ ...common, redis: null });
    const entry = 'x'.repeat(cappedListsCharactersMax / 10);
    for (let key = 0; key < 20; key += 1) lists.push(String(key), entry);
    const found = await lists.latest([...Array(20).keys()].map(String), 1);
    expect(found.filter((entries) => entries.length > 0)).toHaveLength(9);
    expect(found.at(-1)).toEqual([entry]);
  });
});

describe.skipIf(!redisAvailable)('lists in Redis', () => {
  const server = openForFile(createTestRedis);
  beforeEach(() => server.redis.flushdb());

  const lists = () => createCappedLists({ ...common, redis: server.redis });
  const eventually = async (key: string, expected: string[]) =>
    expect.poll(() => latestOf(lists(), key)).toEqual(expected);

  it('keep the newest entries of each key, whichever process wrote them', async () => {
    const [one, other] = [lists(), lists()];
    push(one, 'a', '1', '2', '3', '4');
    await eventually('a', ['4', '3', '2']);
    push(other, 'a', '5');
    push(other, 'b', '6');
    await eventually('a', ['5', '4', '3']);
    await eventually('b', ['6']);
    expect(await server.redis.llen('capped:a')).toBe(3);
    expect(await server.redis.ttl('capped:a')).toBeGreaterThan(ttlSeconds - 60);
  });

  it('drop entries beyond the queue without delaying the caller', async () => {
    const one = lists();
    for (let entry = 0; entry < queuedEntriesMax; entry += 1) one.push('a', String(entry));
    push(one, 'a', 'too much');
    await eventually(
      'a',
      [1, 2, 3].map((before) => String(queuedEntriesMax - before)),
    );
  });

  it('are forgotten if more were added to since, so that they push out nothing else', async () => {
    const one = lists();
    for (const key of ['a', 'b', 'c', 'd']) {
      push(one, key, key);
      await eventually(key, [key]);
    }
    await eventually('a', []);
    push(one, 'b', 'again');
    await eventually('b', ['again', 'b']);
    push(one, 'e', 'e');
    await eventually('c', []);
    expect(await one.latest(['b', 'd', 'e'], 1)).toEqual([['again'], ['d'], ['e']]);
    expect((await server.redis.keys('*')).sort()).toEqual(
      ['b', 'd', 'e', 'index'].map((key) => `capped:${key}`),
    );
    expect(await server.redis.ttl('capped:index')).toBeGreaterThan(ttlSeconds - 60);
  });

  it('drop entries while Redis is unavailable, and say so when they are read', async () => {
    const own = await createTestRedis();
    const one = createCappedLists({ ...common, redis: own.redis });
    own.redis.disconnect();
    push(one, 'a', '1');
    await expect(one.latest(['a'], 1)).rejects.toThrow();
  });
});
