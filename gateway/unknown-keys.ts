import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';
import { rateLimited } from './errors';
import { rateWindowSeconds } from './limits';

const millisecondsPerSecond = 1_000;

/**
 * API keys that have our form and that nobody owns, a minute and address: each costs a question to
 * users, and is a guess like a wrong password. They have a counter of their own with the bound of
 * failed sign-ins, so that neither uses up the other.
 */
export interface UnknownKeys {
  /** @throws RATE_LIMITED with `retryAfterSeconds` when there were too many already. */
  check(address: string): Promise<void>;
  count(address: string): Promise<void>;
}

/** @param redis where several gateways count together; without it, or while it is away, each by itself. */
export function unknownKeys(redis: Redis | null, perMinute: () => number): UnknownKeys {
  const options = { keyPrefix: 'unknown-keys', points: perMinute(), duration: rateWindowSeconds };
  const memory = new RateLimiterMemory(options);
  const counter = redis
    ? new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: memory })
    : memory;
  const exhausted = (counted: RateLimiterRes | null): counted is RateLimiterRes =>
    counted !== null && counted.consumedPoints >= perMinute();
  return {
    check: async (address) => {
      const counted = await counter.get(address);
      if (!exhausted(counted)) return;
      const seconds = Math.ceil(counted.msBeforeNext / millisecondsPerSecond);
      throw rateLimited(Math.max(1, seconds));
    },
    count: async (address) => {
      await counter.penalty(address);
    },
  };
}
