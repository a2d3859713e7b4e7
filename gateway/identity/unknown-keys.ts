import { createFailureLimit } from '../../platform/graphql/failure-limit';
import type { RateCounters } from '../../platform/redis/rate-counters';
import { networksOf } from '../../platform/requests/network-levels';

/**
 * Limits well-formed but unknown API keys per minute, by address and by the networks around it:
 * each costs a query to users and may be a guess, like a wrong password. The counters are separate
 * from failed sign-ins but have the same limits.
 */
export interface UnknownKeys {
  /** @throws RATE_LIMITED with `retryAfterSeconds` if there were too many. */
  demandFewer(address: string): Promise<void>;
  count(address: string): Promise<void>;
}

export function createUnknownKeys(counters: RateCounters, perMinute: () => number): UnknownKeys {
  const limit = createFailureLimit(counters, perMinute);
  const keysOf = (address: string) =>
    networksOf(address).map(({ key, share }) => ({ key: `unknown-keys:${key}`, share }));
  return {
    demandFewer: (address) => limit.demandFewer(keysOf(address)),
    count: (address) => limit.count(keysOf(address)),
  };
}
