import type { Result } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { isCluster } from '../../platform/redis/cluster';
import type { Redis } from '../../platform/redis/redis';
import { msPerSecond } from '../../platform/values/time';
import {
  persistedOperationOverheadBytes,
  persistedOperationSeconds,
  persistedOperationsBytesMax,
  persistedOperationsOfAccountBytesMax,
  persistedOperationsOfAccountMax,
} from '../limits';

/** Texts by SHA-256, kept for a day after the last registration; the oldest are evicted. */
export interface PersistedStore {
  get(hash: string): Promise<string | undefined>;
  /** Stores the text, unless `owner` has used up its daily quota. */
  keep(hash: string, text: string, owner: string): Promise<void>;
}

const dayMs = persistedOperationSeconds * msPerSecond;

/** Memory of a text: its UTF-8 bytes plus overhead. */
const sizeOf = (text: string): number => Buffer.byteLength(text) + persistedOperationOverheadBytes;

interface QuotaUse {
  readonly texts: number;
  readonly bytes: number;
}

const isOverQuota = ({ texts, bytes }: QuotaUse): boolean =>
  texts > persistedOperationsOfAccountMax || bytes > persistedOperationsOfAccountBytesMax;

export function persistedInMemory(): PersistedStore {
  const texts = new LRUCache<string, string>({
    maxSize: persistedOperationsBytesMax,
    sizeCalculation: sizeOf,
    ttl: dayMs,
  });
  const quotas = new LRUCache<string, QuotaUse>({ max: quotasMax, ttl: dayMs });
  return {
    get: async (hash) => texts.get(hash),
    keep: async (hash, text, owner) => {
      if (!texts.has(hash)) {
        const used = quotas.get(owner) ?? { texts: 0, bytes: 0 };
        const total = { texts: used.texts + 1, bytes: used.bytes + sizeOf(text) };
        if (isOverQuota(total)) return;
        quotas.set(owner, total, { noUpdateTTL: true });
      }
      texts.set(hash, text);
    },
  };
}

/** Accounts and addresses whose quota is tracked in memory. */
const quotasMax = 10_000;

/**
 * One atomic round trip: look up, check the quota, store, and evict the oldest until all texts fit.
 * The index has a member `hash:size` for each text, scored by registration time.
 */
const keepScript = `
local text, index, total, quota = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local value, hash, size, now, day = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local textsMax, bytesMax, totalMax = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local prefix = ARGV[9]
local member = hash .. ':' .. size
if not redis.call('zscore', index, member) then
  local used = redis.call('hmget', quota, 'texts', 'bytes')
  if (tonumber(used[1]) or 0) + 1 > textsMax then return 0 end
  if (tonumber(used[2]) or 0) + size > bytesMax then return 0 end
  redis.call('hincrby', quota, 'texts', 1)
  redis.call('hincrby', quota, 'bytes', size)
  if not used[1] then redis.call('expire', quota, day) end
  redis.call('incrby', total, size)
end
redis.call('zadd', index, now, member)
redis.call('set', text, value, 'EX', day)
while true do
  local oldest = redis.call('zrange', index, 0, 0, 'WITHSCORES')
  local old = oldest[1]
  if not old or old == member then break end
  local expired = tonumber(oldest[2]) <= now - day * 1000
  if not expired and tonumber(redis.call('get', total)) <= totalMax then break end
  redis.call('zrem', index, old)
  redis.call('decrby', total, string.match(old, ':(%d+)$'))
  redis.call('del', prefix .. ':' .. string.match(old, '^(%x+):'))
end
return 1
`;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    keepPersistedText(...input: (string | number)[]): Result<number, Context>;
  }
}

/** @throws Error if Redis is unavailable. */
export function persistedInRedis(redis: Redis): PersistedStore {
  redis.defineCommand('keepPersistedText', { numberOfKeys: 4, lua: keepScript });
  // The script changes several keys, which in a cluster must have one tag, and so are on one node.
  const prefix = isCluster(redis) ? '{apq}' : 'apq';
  const keyOf = (hash: string): string => `${prefix}:${hash}`;
  return {
    get: async (hash) => (await redis.get(keyOf(hash))) ?? undefined,
    keep: async (hash, text, owner) => {
      const keys = [keyOf(hash), `${prefix}-index`, `${prefix}-bytes`, `${prefix}-quota:${owner}`];
      const sizes = [sizeOf(text), Date.now(), persistedOperationSeconds];
      const quota = [persistedOperationsOfAccountMax, persistedOperationsOfAccountBytesMax];
      const limits = [...quota, persistedOperationsBytesMax];
      await redis.keepPersistedText(...keys, text, hash, ...sizes, ...limits, prefix);
    },
  };
}
