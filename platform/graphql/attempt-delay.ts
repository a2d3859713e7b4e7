import type { RateCounters } from '../redis/rate-counters';
import { msPerHour, msPerSecond } from '../values/time';
import { rateLimited } from './errors';

/**
 * The longest pause between two attempts at the password of an account from unknown devices. It
 * begins with 1 s and doubles with each failure within an hour.
 * @exceeded RATE_LIMITED until the pause ends
 * @test platform/graphql/attempt-delay.test.ts
 */
export const attemptPauseMsMax = 300_000;

/**
 * A growing pause between attempts, by key, from whichever address they come. An attempt in a pause
 * is refused at once: it waits nowhere and costs one look at a counter.
 */
export interface AttemptDelay {
  /** @throws RATE_LIMITED with `retryAfterSeconds` in a pause. */
  demandNone(key: string): Promise<void>;
  /** Begins an attempt, and the pause after it. @throws RATE_LIMITED as `demandNone`. */
  begin(key: string): Promise<void>;
  countFailure(key: string): Promise<void>;
}

function pauseMsAfter(failures: number, freeFailures: number): number {
  const further = failures - freeFailures;
  if (further <= 0) return 0;
  return Math.min(msPerSecond * 2 ** (further - 1), attemptPauseMsMax);
}

/** @param freeFailures in an hour, which cause no pause; read each time. */
export function createAttemptDelay(
  counters: RateCounters,
  freeFailures: () => number,
): AttemptDelay {
  const failuresOf = (key: string) => `failures:${key}`;
  const pauseOf = (key: string) => `pause:${key}`;

  const look = async (key: string): Promise<number> => {
    const [failures, pause] = await counters.add([
      { key: failuresOf(key), points: 0, windowMs: msPerHour },
      { key: pauseOf(key), points: 0, windowMs: attemptPauseMsMax },
    ]);
    if (pause !== undefined && pause.used > 0) throw pausing(pause.msLeft);
    return failures?.used ?? 0;
  };

  return {
    demandNone: async (key) => {
      await look(key);
    },
    begin: async (key) => {
      const windowMs = pauseMsAfter(await look(key), freeFailures());
      if (windowMs === 0) return;
      // Only one of those who arrive at the same moment begins the pause.
      const [pause] = await counters.add([{ key: pauseOf(key), points: 1, windowMs }]);
      if (pause !== undefined && pause.used > 1) throw pausing(pause.msLeft);
    },
    countFailure: async (key) => {
      await counters.add([{ key: failuresOf(key), points: 1, windowMs: msPerHour }]);
    },
  };
}

const pausing = (msLeft: number) => rateLimited(Math.max(1, Math.ceil(msLeft / msPerSecond)));
