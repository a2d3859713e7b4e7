import type { ApolloServerOptions } from '@apollo/server';
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { cacheRequests } from '../platform/telemetry/cache-requests';
import {
  outageLogPauseMs,
  persistedOperationCharactersMax,
  persistedOperationSeconds,
  persistedOperationsMax,
  persistedOperationsMemoryCharactersMax,
} from './limits';
import type { RegisteredOperations } from './registered-operations';

/** As Apollo Server asks: its own prefix, then a SHA-256 in hex. Anything else is nobody's key. */
const keyPrefix = 'apq:';
const keyPattern = /^apq:[0-9a-f]{64}$/;

const millisecondsPerSecond = 1_000;

type PersistedQueries = Exclude<ApolloServerOptions<object>['persistedQueries'], false | undefined>;
type KeyValueCache = NonNullable<PersistedQueries['cache']>;

interface Store {
  get(key: string): Promise<string | undefined>;
  set(key: string, text: string): Promise<void>;
}

function inMemory(): Store {
  const texts = new LRUCache<string, string>({
    maxSize: persistedOperationsMemoryCharactersMax,
    sizeCalculation: (text, key) => text.length + key.length,
    ttl: persistedOperationSeconds * millisecondsPerSecond,
  });
  return {
    get: async (key) => texts.get(key),
    set: async (key, text) => void texts.set(key, text),
  };
}

/** When each was kept: what is over the bound goes, the oldest first. */
const indexKey = 'apq-kept';

async function keepInRedis(redis: Redis, key: string, text: string): Promise<void> {
  const nowMs = Date.now();
  const results = await redis
    .multi()
    .set(key, text, 'EX', persistedOperationSeconds)
    .zadd(indexKey, nowMs, key)
    .zremrangebyscore(indexKey, '-inf', nowMs - persistedOperationSeconds * millisecondsPerSecond)
    .zcard(indexKey)
    .exec();
  const surplus = Number(results?.at(-1)?.[1] ?? 0) - persistedOperationsMax;
  if (surplus <= 0) return;
  const popped = await redis.zpopmin(indexKey, surplus);
  const oldest = popped.filter((_, place) => place % 2 === 0);
  if (oldest.length > 0) await redis.del(oldest);
}

function inRedis(redis: Redis, logger: Logger): Store {
  let loggedAtMs = Number.NEGATIVE_INFINITY;
  const report = (error: unknown) => {
    if (performance.now() - loggedAtMs < outageLogPauseMs) return;
    loggedAtMs = performance.now();
    logger.error({ err: error }, 'persisted operations cannot be reached');
  };
  return {
    // A client that is told "not found" sends the text itself, so an outage costs a round trip.
    get: (key) =>
      redis.get(key).then(
        (text) => text ?? undefined,
        (error: unknown) => report(error),
      ) as Promise<string | undefined>,
    set: (key, text) => keepInRedis(redis, key, text).catch(report),
  };
}

/**
 * Registered operations, and automatic ones: a client sends a text under its hash once, and only
 * the hash from then on. These live in Redis, where every gateway finds them, or in memory; both
 * are bounded.
 */
export function persistedOperations(
  redis: Redis | null,
  registered: Pick<RegisteredOperations, 'find'>,
  logger: Logger,
  registry?: Registry,
): KeyValueCache {
  const asked = cacheRequests(registry, 'persisted-operations');
  const store = redis ? inRedis(redis, logger) : inMemory();
  const registeredText = (key: string) => registered.find(key.slice(keyPrefix.length));
  return {
    get: async (key) => {
      if (!keyPattern.test(key)) return undefined;
      const text = registeredText(key) ?? (await store.get(key));
      asked(text !== undefined);
      return text;
    },
    set: async (key, text) => {
      if (!keyPattern.test(key) || text.length > persistedOperationCharactersMax) return;
      if (registeredText(key) === undefined) await store.set(key, text);
    },
    delete: async () => false,
  };
}
