import { describe, expect, test } from 'vitest';
import { redisAvailable } from '../../platform/testing/redis';
import { chaos, seedDeadlineMs, spareMs } from './chaos-program';

describe.skipIf(!redisAvailable)('the fault harness with two of each process', () => {
  test.each([1, 2])(
    'finds nothing with seed %i',
    async (seed) => {
      const { code, out } = await chaos(seedDeadlineMs, '--seed', `${seed}`, '--instances', '2');
      expect(code, out).toBe(0);
    },
    seedDeadlineMs + spareMs,
  );
});
