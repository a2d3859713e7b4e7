import type { ApolloServerOptions } from '@apollo/server';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Redis } from '../../platform/redis/redis';
import type { Viewer } from '../../platform/requests/viewer';
import { lookupRecorder } from '../../platform/telemetry/cache-lookups';
import { outageLog } from '../../platform/telemetry/outage-log';
import { containsCardNumber } from '../../platform/values/card-number';
import { accountKeyOf } from '../identity/viewer-keys';
import { persistedOperationBytesMax } from '../limits';
import { hashOf } from './hash';
import { type PersistedStore, persistedInMemory, persistedInRedis } from './persisted-store';
import type { RegisteredOperations } from './registered-operations';

/** Apollo Server's key: its prefix and a SHA-256 in hex. */
const keyPattern = /^apq:([0-9a-f]{64})$/;

type PersistedQueries = Exclude<ApolloServerOptions<object>['persistedQueries'], false | undefined>;

export interface PersistedOperations {
  /** The cache for Apollo Server, which only reads; `keep` writes. */
  readonly cache: NonNullable<PersistedQueries['cache']>;
  find(hash: string): Promise<string | undefined>;
  /**
   * Persists the text of an admitted operation, unless it is too long, contains a card number, or
   * the viewer has used up its quota. `hash` is the SHA-256 of the text.
   */
  keep(hash: string, text: string, viewer: Viewer): Promise<void>;
}

/**
 * Registered operations, and automatically persisted ones: a client sends a text with its hash once,
 * and only the hash from then on. The latter are stored in Redis, shared by all gateways, or in
 * memory, with byte limits in total and per account or address.
 */
export function persistedOperations(
  redis: Redis | null,
  registered: Pick<RegisteredOperations, 'find'>,
  logger: Logger,
  registry?: Registry,
): PersistedOperations {
  const recordLookup = lookupRecorder(registry, 'persisted-operations');
  const store: PersistedStore = redis ? persistedInRedis(redis) : persistedInMemory();
  const report = outageLog((error: unknown) =>
    logger.error({ err: error }, 'persisted operations unavailable'),
  );

  /** Write access to Redis must not allow replacing operations. */
  const checked = (hash: string, text: string | undefined): string | undefined => {
    if (text === undefined || hashOf(text) === hash) return text;
    logger.error({ hash }, 'persisted operation rejected: its text has another hash');
    return undefined;
  };

  // Clients send the text after "not found", so an outage only costs a round trip.
  const find = async (hash: string): Promise<string | undefined> => {
    const text = registered.find(hash) ?? checked(hash, await store.get(hash).catch(report));
    recordLookup(text !== undefined);
    return text;
  };

  return {
    find,
    keep: async (hash, text, viewer) => {
      if (Buffer.byteLength(text) > persistedOperationBytesMax) return;
      if (registered.find(hash) !== undefined || containsCardNumber(text)) return;
      await store.keep(hash, text, accountKeyOf(viewer)).catch(report);
    },
    cache: {
      get: async (key) => {
        const hash = keyPattern.exec(key)?.[1];
        return hash === undefined ? undefined : find(hash);
      },
      set: async () => undefined,
      delete: async () => false,
    },
  };
}
