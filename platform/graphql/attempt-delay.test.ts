import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRateCounters } from '../redis/rate-counters';
import { createTestRedis, redisAvailable } from '../testing/redis';
import { silentLogger as logger } from '../testing/silent-logger';
import { createAttemptDelay } from './attempt-delay';

const inMemory = () => createRateCounters({ redis: null, keyPrefix: '', countersMax: 100, logger });
const limited = (retryAfterSeconds: number) => ({
  extensions: { code: 'RATE_LIMITED', retryAfterSeconds },
});

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

/** Fails as soon as it may. @returns the pauses in seconds. */
async function pausesOf(attempts: number) {
  const delay = createAttemptDelay(inMemory(), () => 3);
  const pauses: number[] = [];
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    await delay.begin('ada');
    await delay.countFailure('ada');
    const refused = await delay.demandNone('ada').then(
      () => null,
      (error) => error.extensions.retryAfterSeconds as number,
    );
    pauses.push(refused ?? 0);
    vi.advanceTimersByTime((refused ?? 0) * 1_000);
  }
  return pauses;
}

describe.skipIf(!redisAvailable)('pauses in Redis', () => {
  it('last as long as they began, and failures an hour, however often both are read', async () => {
    vi.useRealTimers();
    const { redis, close } = await createTestRedis();
    try {
      const counters = createRateCounters({ redis, keyPrefix: '', countersMax: 100, logger });
      const delay = createAttemptDelay(counters, () => 0);
      for (let failure = 0; failure < 9; failure += 1) await delay.countFailure('ada');
      await delay.begin('ada');
      await expect(delay.demandNone('ada')).rejects.toMatchObject(limited(256));
      expect(await redis.pttl('failures:ada')).toBeGreaterThan(3_300_000);
      // What both look like after the clock of Redis went back by a day.
      await redis.pexpire('pause:ada', 86_400_000);
      await redis.pexpire('failures:ada', 86_400_000);
      await expect(delay.demandNone('ada')).rejects.toMatchObject(limited(300));
      expect(await redis.pttl('failures:ada')).toBeLessThanOrEqual(3_600_000);
    } finally {
      await close();
    }
  });
});

describe('a growing pause between attempts', () => {
  it('begins after the free failures, doubles, and ends at five minutes', async () => {
    expect(await pausesOf(15)).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  });

  it('lets one of many that arrive at once through', async () => {
    const delay = createAttemptDelay(inMemory(), () => 0);
    await delay.countFailure('ada');
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => delay.begin('ada')));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expect(delay.begin('ada')).rejects.toMatchObject(limited(1));
    await delay.begin('another');
  });

  it('is forgotten an hour after the first failure', async () => {
    const delay = createAttemptDelay(inMemory(), () => 0);
    for (let failure = 0; failure < 5; failure += 1) await delay.countFailure('ada');
    await delay.begin('ada');
    await expect(delay.begin('ada')).rejects.toMatchObject(limited(16));
    vi.advanceTimersByTime(3_600_000);
    await delay.begin('ada');
    await delay.begin('ada');
  });
});
