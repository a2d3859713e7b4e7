import { describe, expect, test } from 'vitest';
import { redisAvailable } from '../../platform/testing/redis';
import { chaos, seedDeadlineMs, spareMs } from './chaos-program';
import { mutants } from './mutants';

const seedsPerMutantMax = 10;
const deadlineMs = seedsPerMutantMax * seedDeadlineMs;

describe.skipIf(!redisAvailable)('the fault harness', () => {
  test.each(mutants.map(({ name, what }) => [name, what] as const))(
    'catches %s: %s',
    async (name) => {
      const seeds = ['--seeds', String(seedsPerMutantMax), '--minutes', '0.5'];
      const { code, out } = await chaos(deadlineMs, '--mutant', name, ...seeds);
      expect(code, out).toBe(0);
    },
    deadlineMs + spareMs,
  );
});
