import { msPerSecond } from '../../platform/values/time';
import { rateLimited } from '../errors';
import type { RateCounters } from '../rate-counters';

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

const keyOf = (address: string): string => `unknown-keys:${address}`;

export function unknownKeys(counters: RateCounters, perMinute: () => number): UnknownKeys {
  return {
    demandFewer: async (address) => {
      const [count] = await counters.add([{ key: keyOf(address), points: 0 }]);
      if (count === undefined || count.used < perMinute()) return;
      const seconds = Math.ceil(count.msLeft / msPerSecond);
      throw rateLimited(Math.max(1, seconds));
    },
    count: async (address) => {
      await counters.add([{ key: keyOf(address), points: 1 }]);
    },
  };
}
