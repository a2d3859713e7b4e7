import type { Redis as Server } from 'ioredis';
import { inject } from 'vitest';
import { isCluster } from '../redis/cluster';
import { connectRedis } from '../redis/redis';
import { silentLogger as logger } from './silent-logger';
import { testDatabases } from './templates';

/**
 * Whether the run has a Redis: `describe.skipIf(!redisAvailable)(…)` reports a suite that needs
 * one as skipped, by name, where there is no redis-server on the path.
 */
export const redisAvailable = inject('redisUrl') !== null;

export interface TestRedis {
  readonly url: string;
  readonly redis: Server;
  close(): Promise<void>;
}

/** Database 0 hands out the others, in turn: files that run at the same time get different ones. */
const nextDatabaseKey = 'next-database';

async function takeDatabase(server: string): Promise<number> {
  const redis = await connectRedis({ url: server, logger });
  try {
    return 1 + ((await redis.incr(nextDatabaseKey)) % (testDatabases - 1));
  } finally {
    redis.disconnect();
  }
}

/** An emptied Redis database that no other test file uses at the same time. */
export async function createTestRedis(): Promise<TestRedis> {
  const server = inject('redisUrl');
  if (server === null) throw new Error('There is no redis-server: skip by redisAvailable.');
  const url = `${server}?db=${await takeDatabase(server)}`;
  const redis = await connectRedis({ url, logger });
  if (isCluster(redis)) throw new Error('The URL of the run is that of one server.');
  await redis.flushdb();
  const close = async () => {
    await redis.flushdb();
    redis.disconnect();
  };
  return { url, redis, close };
}
