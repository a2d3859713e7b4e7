import type { ApolloServerOptions } from '@apollo/server';
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import {
  outageLogPauseMs,
  persistedOperationCharactersMax,
  persistedOperationSeconds,
  persistedOperationsMemoryCharactersMax,
} from './limits';

/** As Apollo Server asks: its own prefix, then a SHA-256 in hex. Anything else is nobody's key. */
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
    set: (key, text) =>
      redis.set(key, text, 'EX', persistedOperationSeconds).then(() => undefined, report),
  };
}

/**
 * Automatic persisted operations: a client registers a text under its hash once, and sends the
 * hash from then on. In Redis, where every gateway finds them, or in a bounded memory.
 */
export function persistedOperations(redis: Redis | null, logger: Logger): KeyValueCache {
  const store = redis ? inRedis(redis, logger) : inMemory();
  return {
    get: async (key) => (keyPattern.test(key) ? store.get(key) : undefined),
    set: async (key, text) => {
      if (!keyPattern.test(key) || text.length > persistedOperationCharactersMax) return;
      await store.set(key, text);
    },
    delete: async () => false,
  };
}
