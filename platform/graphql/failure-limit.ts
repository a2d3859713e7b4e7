import type { RateCounters } from '../redis/rate-counters';
import { msPerSecond } from '../values/time';
import { rateLimited } from './errors';

export interface CountedKey {
  readonly key: string;
  /** How many times the limit it may have. */
  readonly share: number;
}

/** Failures a minute, by any number of keys: too many of one, and nothing more is tried. */
export interface FailureLimit {
  /** @throws RATE_LIMITED with `retryAfterSeconds` when a key has too many failures already. */
  demandFewer(keys: readonly CountedKey[]): Promise<void>;
  count(keys: readonly CountedKey[]): Promise<void>;
}

/** @param perMinute read each time: it may change while the process runs. */
export function createFailureLimit(counters: RateCounters, perMinute: () => number): FailureLimit {
  const add = (keys: readonly CountedKey[], points: number) =>
    counters.add(keys.map(({ key }) => ({ key, points })));
  return {
    demandFewer: async (keys) => {
      const counts = await add(keys, 0);
      const exhausted = counts.filter(
        ({ used }, place) => used >= perMinute() * (keys[place]?.share ?? 1),
      );
      if (exhausted.length === 0) return;
      const leftMs = Math.max(...exhausted.map(({ msLeft }) => msLeft));
      throw rateLimited(Math.max(1, Math.ceil(leftMs / msPerSecond)));
    },
    count: async (keys) => {
      await add(keys, 1);
    },
  };
}
