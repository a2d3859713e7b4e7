import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { outageLog } from '../telemetry/outage-log';
import { msPerSecond } from '../values/time';
import type { Redis } from './client';
import { isCluster } from './cluster';
import { outsideRequest } from './wait-budget';

/** Lists of the latest entries by key, for logs that may be lost. */
export interface CappedLists {
  /** Adds an entry, and forgets the oldest beyond the limit. Does not wait, and never fails. */
  push(key: string, entry: string): void;
  /**
   * The latest entries of each key, newest first. They are nowhere else, so a request waits for
   * them as long as background work does.
   * @throws Error while Redis is unavailable.
   */
  latest(keys: readonly string[], count: number): Promise<readonly (readonly string[])[]>;
}

export interface CappedListsOptions {
  /** The Redis that has the lists if more than one process writes them; null: in memory. */
  readonly redis: Redis | null;
  /** Precedes each key in Redis. */
  readonly keyPrefix: string;
  readonly entriesMax: number;
  /** How long a list is kept after its last entry. */
  readonly ttlSeconds: number;
  /** Lists in Redis; those that were added to least recently are forgotten. */
  readonly listsMax: number;
  readonly logger: Logger;
}

/**
 * Entries that wait for Redis (1 MB of short ones), while one batch is being written.
 * @exceeded the new ones are dropped
 * @test platform/redis/capped-lists.test.ts
 */
export const queuedEntriesMax = 5_000;
/**
 * All lists in memory, where there is no Redis, in UTF-16 code units of their entries.
 * @exceeded the least recently used lists are forgotten
 * @test platform/redis/capped-lists.test.ts
 */
export const cappedListsCharactersMax = 10_000_000;

function inMemory({ entriesMax, ttlSeconds }: CappedListsOptions): CappedLists {
  const lists = new LRUCache<string, readonly string[]>({
    maxSize: cappedListsCharactersMax,
    sizeCalculation: (entries) => entries.reduce((sum, { length }) => sum + length, 1),
    ttl: ttlSeconds * msPerSecond,
  });
  return {
    push: (key, entry) => {
      lists.set(key, [entry, ...(lists.get(key) ?? [])].slice(0, entriesMax));
    },
    latest: async (keys, count) => keys.map((key) => (lists.get(key) ?? []).slice(0, count)),
  };
}

type Pipeline = ReturnType<Redis['pipeline']>;

/** Runs the commands in one round trip. @throws Error if one of them failed. */
async function replies(pipeline: Pipeline): Promise<unknown[]> {
  const results = (await pipeline.exec()) ?? [];
  const failed = results.find(([error]) => error !== null);
  if (failed?.[0]) throw failed[0];
  return results.map(([, reply]) => reply);
}

/**
 * Adds commands for each item: in one round trip, or in a cluster, whose nodes have the keys, in one
 * for each item. @throws Error if one of them failed.
 */
async function repliesForEach<Item>(
  redis: Redis,
  items: readonly Item[],
  add: (pipeline: Pipeline, item: Item) => unknown,
): Promise<unknown[]> {
  if (isCluster(redis)) {
    const each = items.map((item) => {
      const pipeline = redis.pipeline();
      add(pipeline, item);
      return replies(pipeline);
    });
    return (await Promise.all(each)).flat();
  }
  const pipeline = redis.pipeline();
  for (const item of items) add(pipeline, item);
  return replies(pipeline);
}

/** Entries that are still to be written, by key, oldest first. */
class WriteQueue {
  private queued = new Map<string, string[]>();
  private count = 0;

  /** @returns whether there was room. */
  add(key: string, entry: string): boolean {
    if (this.count >= queuedEntriesMax) return false;
    this.count += 1;
    const entries = this.queued.get(key);
    if (entries) entries.push(entry);
    else this.queued.set(key, [entry]);
    return true;
  }

  take(): ReadonlyMap<string, readonly string[]> {
    const taken = this.queued;
    this.queued = new Map();
    this.count = 0;
    return taken;
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }
}

type Batch = ReturnType<WriteQueue['take']>;

/** Writes entries, and forgets the lists that were added to least recently beyond the limit. */
function batchWriter(redis: Redis, options: CappedListsOptions) {
  const { keyPrefix, entriesMax, ttlSeconds, listsMax } = options;
  /** The lists by their last entry. */
  const index = `${keyPrefix}index`;

  const forgetOldest = async (written: Iterable<string>) => {
    const now = Date.now();
    const members = [...written].flatMap((key) => [now, key]);
    const [, , count] = await replies(
      redis
        .pipeline()
        .zadd(index, ...members)
        .expire(index, ttlSeconds)
        .zcard(index),
    );
    const beyond = Number(count) - listsMax;
    if (beyond <= 0) return;
    const popped = await redis.zpopmin(index, beyond);
    const forgotten = popped.filter((_, place) => place % 2 === 0);
    await repliesForEach(redis, forgotten, (pipeline, key) => pipeline.unlink(keyPrefix + key));
  };

  return async (batch: Batch) => {
    await repliesForEach(redis, [...batch], (pipeline, [key, entries]) => {
      const name = keyPrefix + key;
      pipeline.lpush(name, ...entries.slice(-entriesMax));
      pipeline.ltrim(name, 0, entriesMax - 1);
      pipeline.expire(name, ttlSeconds);
    });
    await forgetOldest(batch.keys());
  };
}

function inRedis(redis: Redis, options: CappedListsOptions): CappedLists {
  const { keyPrefix, logger } = options;
  const queue = new WriteQueue();
  let isWriting = false;
  const report = outageLog((error: unknown) =>
    logger.warn({ err: error, keyPrefix }, 'list entries lost: Redis unavailable'),
  );
  const write = batchWriter(redis, options);

  /** One batch at a time: what arrives while one is written is the next one. */
  const drain = async () => {
    isWriting = true;
    await yieldToEventLoop();
    while (!queue.isEmpty) {
      try {
        await write(queue.take());
      } catch (error) {
        report(error);
      }
    }
    isWriting = false;
  };

  return {
    push: (key, entry) => {
      if (redis.status !== 'ready' || !queue.add(key, entry) || isWriting) return;
      // The queue is written for many requests, and for longer than the one that began.
      outsideRequest(() => void drain());
    },
    latest: async (keys, count) => {
      const found = await outsideRequest(() =>
        repliesForEach(redis, keys, (pipeline, key) =>
          pipeline.lrange(keyPrefix + key, 0, count - 1),
        ),
      );
      return found as string[][];
    },
  };
}

/**
 * Creates lists in Redis, written in batches in the background, or in memory where there is no
 * Redis.
 */
export function createCappedLists(options: CappedListsOptions): CappedLists {
  return options.redis ? inRedis(options.redis, options) : inMemory(options);
}
