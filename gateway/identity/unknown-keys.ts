import { createFailureLimit } from '../../platform/graphql/failure-limit';
import type { RateCounters } from '../../platform/redis/rate-counters';

/**
 * Limits well-formed but unknown API keys per minute and address: each costs a query to users and
 * may be a guess, like a wrong password. The counter is separate from failed sign-ins but has the
 * same limit.
 */
export interface UnknownKeys {
  /** @throws RATE_LIMITED with `retryAfterSeconds` if there were too many. */
  demandFewer(address: string): Promise<void>;
  count(address: string): Promise<void>;
}

export function createUnknownKeys(counters: RateCounters, perMinute: () => number): UnknownKeys {
  const limit = createFailureLimit(counters, perMinute);
  const keysOf = (address: string) => [`unknown-keys:${address}`];
  return {
    demandFewer: (address) => limit.demandFewer(keysOf(address)),
    count: (address) => limit.count(keysOf(address)),
  };
}
