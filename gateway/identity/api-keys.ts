import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Role, Scope } from '../../access/roles';
import { isWellFormedApiKey } from '../../platform/auth/api-key';
import type { ServiceCall } from '../../platform/graphql/service-call';
import type { ApiKeyViewer } from '../../platform/requests/viewer';
import { lookupRecorder } from '../../platform/telemetry/cache-lookups';
import { credentialsAgeMaxMs, goodApiKeysTtlMs, knownApiKeysMax } from './limits';
import { askAgainIfLate, credentialsScope, credentialsUnavailable } from './session-state';
import type { UnknownKeys } from './unknown-keys';

const query = `query ($key: String!) {
  resolveApiKey(key: $key) { id secretId userId roles scopes quotaPerMinute goodUntil }
}`;

interface ResolvedKey {
  readonly id: string;
  readonly secretId: string;
  readonly userId: string;
  readonly roles: readonly Role[];
  readonly scopes: readonly Scope[];
  readonly quotaPerMinute: number | null;
  readonly goodUntil: string | null;
}

interface CachedKey {
  readonly atMs: number;
  readonly answer: Promise<ResolvedKey | null>;
}

export interface ApiKeys {
  /**
   * The viewer of a key; null if the key is invalid. Answers of users are cached for
   * `credentialsAgeMaxMs`, so a revoked key is rejected everywhere after that.
   * @throws SERVICE_UNAVAILABLE if users is unavailable; RATE_LIMITED if this address sent too many
   * unknown keys. A key that was valid recently is still looked up.
   */
  viewerOf(key: string, address: string): Promise<ApiKeyViewer | null>;
}

/** Cached by hash, so that no key stays readable in memory after its request. */
const cacheKeyOf = (key: string): string => createHash('sha256').update(key).digest('base64');

const isOver = ({ goodUntil }: ResolvedKey): boolean =>
  goodUntil !== null && Date.parse(goodUntil) <= Date.now();

export function apiKeys(
  users: ServiceCall,
  unknown: UnknownKeys,
  logger: Logger,
  registry?: Registry,
): ApiKeys {
  const recordLookup = lookupRecorder(registry, 'keys');
  const cache = new LRUCache<string, CachedKey>({ max: knownApiKeysMax });
  const knownGood = new LRUCache<string, true>({ max: knownApiKeysMax, ttl: goodApiKeysTtlMs });

  const load = async (key: string): Promise<ResolvedKey | null> => {
    const scope = credentialsScope('api-key');
    const { resolveApiKey } = await users<{ resolveApiKey: ResolvedKey | null }>(
      query,
      { key },
      scope,
    );
    return resolveApiKey;
  };

  const resolveNow = async (key: string, cacheKey: string, address: string) => {
    if (!knownGood.has(cacheKey)) await unknown.demandFewer(address);
    const found = await askAgainIfLate(() => load(key)).catch((error: unknown) => {
      throw credentialsUnavailable(error, logger);
    });
    if (found === null) await unknown.count(address);
    else knownGood.set(cacheKey, true);
    return found;
  };

  /** Concurrent requests share one lookup. */
  const resolve = (key: string, address: string): Promise<ResolvedKey | null> => {
    const cacheKey = cacheKeyOf(key);
    const cached = cache.get(cacheKey);
    const isFresh = cached && performance.now() - cached.atMs < credentialsAgeMaxMs;
    recordLookup(isFresh === true);
    if (isFresh) return cached.answer;
    const entry: CachedKey = {
      atMs: performance.now(),
      answer: resolveNow(key, cacheKey, address),
    };
    cache.set(cacheKey, entry);
    entry.answer.catch(() => {
      if (cache.peek(cacheKey) === entry) cache.delete(cacheKey);
    });
    return entry.answer;
  };

  return {
    viewerOf: async (key, address) => {
      if (!isWellFormedApiKey(key)) return null;
      const found = await resolve(key, address);
      if (found === null || isOver(found)) return null;
      const { id: keyId, goodUntil: _, ...rights } = found;
      return { kind: 'apiKey', keyId, ...rights, address };
    },
  };
}
