import { describe, expect, it, vi } from 'vitest';
import { createTestRedis, redisAvailable } from '../testing/redis';
import { silentLogger as logger } from '../testing/silent-logger';
import { createRateCounters, type RateCounters } from './rate-counters';
import { connectRedis } from './redis';

const window = { keyPrefix: 'test:', countersMax: 100, logger };

describe('counters in memory', () => {
  it('are a limited number, of which reading makes none', async () => {
    const { add } = createRateCounters({ ...window, countersMax: 2, redis: null });
    const usedBy = async (key: string, points = 1) => (await add([{ key, points }]))[0]?.used;
    expect([await usedBy('a'), await usedBy('b'), await usedBy('a')]).toEqual([1, 1, 2]);
    for (let place = 0; place < 10; place += 1) await usedBy(`looked-${place}`, 0);
    expect([await usedBy('c'), await usedBy('a'), await usedBy('b')]).toEqual([1, 3, 1]);
  });
});

describe.skipIf(!redisAvailable)('counters in Redis', () => {
  it('reading creates no counter and starts no window', async () => {
    const server = await createTestRedis();
    const counters = createRateCounters({ ...window, redis: server.redis });
    try {
      const [looked] = await counters.add([{ key: 'a', points: 0 }]);
      expect(looked).toEqual({ used: 0, msLeft: 60_000 });
      expect(await server.redis.keys('*')).toEqual([]);
      const [counted] = await counters.add([{ key: 'a', points: 3 }]);
      expect(counted?.used).toBe(3);
      expect(await server.redis.pttl('test:a')).toBeGreaterThan(0);
      const [seen] = await counters.add([{ key: 'a', points: 0 }]);
      expect(seen?.used).toBe(3);
    } finally {
      await server.close();
    }
  });

  it('begin a window again with each point if it slides, and not with a look', async () => {
    const server = await createTestRedis();
    const counters = createRateCounters({ ...window, redis: server.redis });
    const sliding = { key: 'a', points: 1, windowMs: 3_600_000, slides: true };
    try {
      await counters.add([sliding]);
      await server.redis.pexpire('test:a', 100_000);
      await counters.add([{ ...sliding, points: 0 }]);
      expect(await server.redis.pttl('test:a')).toBeLessThanOrEqual(100_000);
      const [counted] = await counters.add([sliding]);
      expect(counted).toEqual({ used: 2, msLeft: 3_600_000 });
      expect(await server.redis.pttl('test:a')).toBeGreaterThan(3_500_000);
    } finally {
      await server.close();
    }
  });

  it.each([
    ['a point', { points: 1 }, 601, 60_000],
    ['a look', { points: 0 }, 600, 60_000],
    ['a look at one that slides', { points: 0, windowMs: 10_000, slides: true }, 600, 10_000],
  ])(
    'end after one window if the clock of Redis was set back: %s',
    async (_, sent, used, msLeft) => {
      const server = await createTestRedis();
      const counters = createRateCounters({ ...window, redis: server.redis });
      try {
        // What a counter looks like after the clock went back by an hour.
        await server.redis.set('test:a', 600, 'PX', 3_600_000);
        const [counted] = await counters.add([{ key: 'a', ...sent }]);
        expect(counted).toEqual({ used, msLeft });
        expect(await server.redis.pttl('test:a')).toBeLessThanOrEqual(msLeft);
      } finally {
        await server.close();
      }
    },
  );

  it('are complete since the last connection and the last failure', async () => {
    const server = await createTestRedis();
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const counters = createRateCounters({ ...window, redis: server.redis });
      vi.advanceTimersByTime(1_000);
      await counters.add([{ key: 'a', points: 1 }]);
      expect(counters.completeForMs()).toBe(1_000);
      // A Redis that was started again has lost what was counted.
      const again = new Promise<void>((resolve) => server.redis.once('ready', () => resolve()));
      server.redis.disconnect(true);
      await again;
      expect(counters.completeForMs()).toBe(0);
      vi.advanceTimersByTime(1_000);
      await server.redis.set('test:a', 'no number');
      await counters.add([{ key: 'a', points: 1 }]);
      expect(counters.completeForMs()).toBe(0);
    } finally {
      vi.useRealTimers();
      await server.close();
    }
  });

  it('that slide are complete since Redis was emptied, in each process', async () => {
    const server = await createTestRedis();
    const other = await connectRedis({ url: server.url, logger });
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const [here, there] = [server.redis, other].map((redis) =>
        createRateCounters({ ...window, redis }),
      ) as [RateCounters, RateCounters];
      const look = [{ key: 'wrote', points: 0, windowMs: 10_000, slides: true }];
      const completeForMs = async (counters: RateCounters) => {
        await counters.add(look);
        return counters.completeForMs();
      };
      // A process that never asked does not know whether Redis was emptied before.
      vi.advanceTimersByTime(20_000);
      expect([await completeForMs(here), await completeForMs(there)]).toEqual([0, 0]);
      for (const emptied of [1, 2]) {
        vi.advanceTimersByTime(20_000);
        expect([await completeForMs(here), await completeForMs(there)]).toEqual([20_000, 20_000]);
        await server.redis.flushdb();
        expect(await completeForMs(here), `emptied ${emptied} times`).toBe(0);
        expect(await completeForMs(there), `emptied ${emptied} times`).toBe(0);
      }
    } finally {
      vi.useRealTimers();
      other.disconnect();
      await server.close();
    }
  });

  it('count each in a window of its own length', async () => {
    const server = await createTestRedis();
    const counters = createRateCounters({ ...window, redis: server.redis });
    const both = [
      { key: 'hour', points: 1, windowMs: 3_600_000 },
      { key: 'minute', points: 2 },
    ];
    try {
      await counters.add(both);
      const counted = await counters.add(both);
      expect(counted.map(({ used }) => used)).toEqual([2, 4]);
      expect(await server.redis.pttl('test:hour')).toBeGreaterThan(3_500_000);
      expect(await server.redis.pttl('test:minute')).toBeLessThanOrEqual(60_000);
    } finally {
      await server.close();
    }
  });
});
