import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { createFailureLimit } from '../../../platform/graphql/failure-limit';
import { createRateCounters } from '../../../platform/redis/rate-counters';

/** In memory: some 8 MB, two for each sign-in that failed. */
const signInCountersMax = 40_000;

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
