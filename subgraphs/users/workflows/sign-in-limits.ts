import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import {
  type RateLimiterAbstract,
  RateLimiterRedis,
  type RateLimiterRes,
} from 'rate-limiter-flexible';
import { rateLimited } from '../../../platform/graphql/errors';
import { MemoryLimiter } from '../../../platform/redis/memory-limiter';

const windowSeconds = 60;

/**
 * Failed sign-ins a minute: per address, against trying many accounts, and per e-mail and address,
 * against trying many passwords. Never per e-mail alone: that would let anybody lock others out.
 * The system, which has no network address, is not counted.
 */
export interface SignInLimits {
  /** @throws RATE_LIMITED with `retryAfterSeconds` when there were too many failures already. */
  check(address: string | null, email: string): Promise<void>;
  countFailure(address: string | null, email: string): Promise<void>;
}

export interface SignInLimitsOptions {
  /** Where counters live when more than one process counts; in memory without. */
  readonly redis: Redis | null;
  /** Read each time: it may change while the process runs. */
  readonly failuresPerMinute: () => number;
}

function limiter(keyPrefix: string, { redis, failuresPerMinute }: SignInLimitsOptions) {
  const options = { keyPrefix, points: failuresPerMinute(), duration: windowSeconds };
  const memory = new MemoryLimiter(options);
  if (redis === null) return memory;
  // While Redis is away each process counts for itself: less exact, and still a limit.
  return new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: memory });
}

export function createSignInLimits(options: SignInLimitsOptions): SignInLimits {
  const byAddress = limiter('sign-in-failures', options);
  const byEmail = limiter('sign-in-failures-email', options);

  const counters = (address: string | null, email: string): [RateLimiterAbstract, string][] =>
    address === null
      ? []
      : [
          [byAddress, address],
          [byEmail, createHash('sha256').update(`${address} ${email}`).digest('base64url')],
        ];

  const exhausted = (counted: RateLimiterRes | null): counted is RateLimiterRes =>
    counted !== null && counted.consumedPoints >= options.failuresPerMinute();

  return {
    async check(address, email) {
      const counted = await Promise.all(
        counters(address, email).map(([counter, key]) => counter.get(key)),
      );
      const waitMs = counted.filter(exhausted).map((result) => result.msBeforeNext);
      if (waitMs.length > 0) throw rateLimited(Math.max(1, Math.ceil(Math.max(...waitMs) / 1_000)));
    },
    async countFailure(address, email) {
      await Promise.all(counters(address, email).map(([counter, key]) => counter.penalty(key)));
    },
  };
}
