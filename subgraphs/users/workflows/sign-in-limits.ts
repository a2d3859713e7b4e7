import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { createFailureLimit } from '../../../platform/graphql/failure-limit';
import { createRateCounters } from '../../../platform/redis/rate-counters';

/** Counters in memory, about 8 MB. Each failed sign-in uses two. */
const signInCountersMax = 40_000;

/**
 * Failed sign-ins per minute: per network address, against trying many accounts, and per e-mail and
 * network address, against trying many passwords. Never per e-mail alone, because that would let an
 * attacker lock out others. The system has no network address and is not counted.
 */
export interface SignInLimits {
  /** @throws RATE_LIMITED with `retryAfterSeconds` after too many failures. */
  check(address: string | null, email: string): Promise<void>;
  countFailure(address: string | null, email: string): Promise<void>;
}

export interface SignInLimitsOptions {
  /** Shares the counters between processes; without it they are in memory. */
  readonly redis: Redis | null;
  /** Read each time, because it may change at runtime. */
  readonly failuresPerMinute: () => number;
  readonly logger: Logger;
}

function keysOf(address: string, email: string): string[] {
  const both = createHash('sha256').update(`${address} ${email}`).digest('base64url');
  return [`sign-in-failures:${address}`, `sign-in-failures-email:${both}`];
}

export function createSignInLimits(options: SignInLimitsOptions): SignInLimits {
  const { redis, failuresPerMinute, logger } = options;
  const where = { redis, keyPrefix: '', countersMax: signInCountersMax };
  const limit = createFailureLimit(createRateCounters({ ...where, logger }), failuresPerMinute);
  return {
    async check(address, email) {
      if (address !== null) await limit.demandFewer(keysOf(address, email));
    },
    async countFailure(address, email) {
      if (address !== null) await limit.count(keysOf(address, email));
    },
  };
}
