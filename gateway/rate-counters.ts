import type { Redis, Result } from 'ioredis';
import type { Logger } from 'pino';
import { type Count, countersInMemory, type Increment } from '../platform/redis/counters-in-memory';
import { outageLogPauseMs, rateCountersMax, rateWindowSeconds } from './limits';

/** Counters in fixed windows; each window starts with its first request. */
export interface RateCounters {
  /** Adds to all counters in one round trip. */
  add(increments: readonly Increment[]): Promise<readonly Count[]>;
}

const windowMs = rateWindowSeconds * 1_000;

const countScript = `
local counts = {}
for place, key in ipairs(KEYS) do
  local used = redis.call('incrby', key, ARGV[place + 1])
  local left = redis.call('pttl', key)
  if left < 0 then
    redis.call('pexpire', key, ARGV[1])
    left = tonumber(ARGV[1])
  end
  counts[2 * place - 1] = used
  counts[2 * place] = left
end
return counts
`;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    countRates(keyCount: number, ...input: (string | number)[]): Result<number[], Context>;
  }
}

function countersInRedis(redis: Redis) {
  redis.defineCommand('countRates', { lua: countScript });
  return async (increments: readonly Increment[]): Promise<readonly Count[]> => {
    const keys = increments.map(({ key }) => `rate:${key}`);
    const points = increments.map((increment) => increment.points);
    const counts = await redis.countRates(keys.length, ...keys, windowMs, ...points);
    return keys.map((_, place) => ({
      used: Number(counts[2 * place]),
      msLeft: Number(counts[2 * place + 1]),
    }));
  };
}

/**
 * Exact across all processes that share a Redis. Without Redis, or while it is unavailable, each
 * process counts separately.
 */
export function rateCounters(redis: Redis | null, logger: Logger): RateCounters {
  const inMemory = countersInMemory(rateCountersMax, windowMs);
  if (!redis) return { add: async (increments) => inMemory(increments) };
  const inRedis = countersInRedis(redis);
  let loggedAtMs = Number.NEGATIVE_INFINITY;
  return {
    add: async (increments) => {
      try {
        return await inRedis(increments);
      } catch (error) {
        if (performance.now() - loggedAtMs > outageLogPauseMs) {
          loggedAtMs = performance.now();
          logger.error({ err: error }, 'counting requests in memory: Redis unavailable');
        }
        return inMemory(increments);
      }
    },
  };
}
