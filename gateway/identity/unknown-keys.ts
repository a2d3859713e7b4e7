import { rateLimited } from '../errors';
import type { RateCounters } from '../rate-counters';

const millisecondsPerSecond = 1_000;

/**
 * API keys that have our form and that nobody owns, a minute and address: each costs a question to
 * users, and is a guess like a wrong password. They have a counter of their own with the bound of
 * failed sign-ins, so that neither uses up the other.
 */
export interface UnknownKeys {
  /** @throws RATE_LIMITED with `retryAfterSeconds` when there were too many already. */
  demandFewer(address: string): Promise<void>;
  count(address: string): Promise<void>;
}

const keyOf = (address: string): string => `unknown-keys:${address}`;

export function unknownKeys(counters: RateCounters, perMinute: () => number): UnknownKeys {
  return {
    demandFewer: async (address) => {
      const [count] = await counters.add([{ key: keyOf(address), points: 0 }]);
      if (count === undefined || count.used < perMinute()) return;
      const seconds = Math.ceil(count.msLeft / millisecondsPerSecond);
      throw rateLimited(Math.max(1, seconds));
    },
    count: async (address) => {
      await counters.add([{ key: keyOf(address), points: 1 }]);
    },
  };
}
