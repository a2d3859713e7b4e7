import type { QueryConfig } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../../platform/database/pool';
import { renewDataEpoch } from '../../../platform/database/renew-data-epoch';
import { connectRedis } from '../../../platform/redis/redis';
import { createTestRedis, redisAvailable, type TestRedis } from '../../../platform/testing/redis';
import { silentLogger as logger } from '../../../platform/testing/silent-logger';
import {
  type CachedDatabase,
  cachedDatabase,
  check,
  longMs,
  read,
} from '../testing/cached-database';

describe.skipIf(!redisAvailable)('in Redis', () => {
  let given: CachedDatabase;
  let own: TestRedis;
  beforeEach(async () => {
    given = await cachedDatabase();
    own = await createTestRedis();
  });
  afterEach(async () => {
    await own.close();
    await given.close();
  });

  const newProcess = (options: Parameters<CachedDatabase['newProcess']>[0] = {}) =>
    given.newProcess({ redis: own.redis, ...options });

  test('a row is read by one process for all', async () => {
    await newProcess().priceOf('A');
    const other = newProcess();
    expect(await given.during(() => other.priceOf('A'))).toEqual([check]);
    expect(await other.lookups('redis')).toBe(1);
  });

  test('an old value that a paused writer brings back is never returned', async () => {
    const resumed = Promise.withResolvers<void>();
    const hasRead = Promise.withResolvers<void>();
    // The statement of the paused process has its result, and waits before it is used.
    const query = async (statement: QueryConfig) => {
      const result = await given.pool.query(statement);
      if (statement.name !== read) return result;
      hasRead.resolve();
      await resumed.promise;
      return result;
    };
    const pausing = { query } as Pick<Database, 'query'>;
    const [paused, one] = [
      newProcess({ settings: { checkMs: longMs }, database: pausing }),
      newProcess({ settings: { memory: false } }),
    ];
    const pausedRead = paused.priceOf('A');
    await hasRead.promise;
    await given.setPrice(2);
    expect(await one.priceOf('A')).toBe(2n);
    resumed.resolve();
    expect(await pausedRead).toBe(1n);
    const [stored] = await own.redis.mget(await own.redis.keys('data:*'));
    // It did write the old value.
    expect(stored?.replaceAll('\\', '')).toContain('"priceMinor":"1"');
    expect(await newProcess().priceOf('A')).toBe(2n);
    expect(await one.priceOf('A')).toBe(2n);
    paused.settings.checkMs = 0;
    expect(await paused.priceOf('A')).toBe(2n);
  });

  test('what was cached in another history of the database is never read', async () => {
    const one = newProcess();
    await one.priceOf('A');
    // No trigger notes this change, like one that a failover has lost.
    await given.pool.query(`ALTER TABLE products DISABLE TRIGGER USER;
      UPDATE products SET price_minor = 5 WHERE sku = 'A'`);
    expect([await one.priceOf('A'), await newProcess().priceOf('A')]).toEqual([1n, 1n]);
    const client = await given.pool.connect();
    await renewDataEpoch(client);
    client.release();
    expect([await one.priceOf('A'), await newProcess().priceOf('A')]).toEqual([5n, 5n]);
  });

  test('Redis flushed or gone costs a statement', async () => {
    await newProcess().priceOf('A');
    await own.redis.flushdb();
    expect(await given.during(() => newProcess().priceOf('A'))).toEqual([check, read]);
    const gone = await connectRedis({ url: own.url, logger });
    gone.disconnect();
    expect(await newProcess({ redis: gone }).priceOf('A')).toBe(1n);
  });
});
