import { expect, test } from 'vitest';
import { MemoryLimiter } from './memory-limiter';

const options = { keyPrefix: 'test', points: 3, duration: 60 };

test('a limiter in memory counts, refunds and reads', async () => {
  const limiter = new MemoryLimiter(options);
  expect((await limiter.get('a')).consumedPoints).toBe(0);
  await limiter.penalty('a');
  const counted = await limiter.penalty('a', 3);
  expect([counted.consumedPoints, counted.remainingPoints]).toEqual([4, 0]);
  expect(counted.msBeforeNext).toBeGreaterThan(59_000);
  expect((await limiter.reward('a')).consumedPoints).toBe(3);
  expect((await limiter.get('a')).consumedPoints).toBe(3);
  await expect(limiter.consume('a')).rejects.toMatchObject({ consumedPoints: 4 });
  expect((await limiter.consume('b')).consumedPoints).toBe(1);
});

test('it keeps a limited number of counters, and reading creates none', async () => {
  const limiter = new MemoryLimiter(options, 2);
  const used = async (key: string) => (await limiter.penalty(key)).consumedPoints;
  expect([await used('a'), await used('b'), await used('a')]).toEqual([1, 1, 2]);
  for (let place = 0; place < 10; place += 1) await limiter.get(`looked-${place}`);
  expect([await used('c'), await used('a'), await used('b')]).toEqual([1, 3, 1]);
});
