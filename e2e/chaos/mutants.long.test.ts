import { describe, test } from 'vitest';
import { redisAvailable } from '../../platform/testing/redis';
import { recordedChaos, seedDeadlineMs, spareMs } from './chaos-program';
import { mutants } from './mutants';

const seedsPerMutantMax = 10;
const deadlineMs = seedsPerMutantMax * seedDeadlineMs;

describe.skipIf(!redisAvailable)('the fault harness', () => {
  test.each(mutants.map(({ name, what }) => [name, what] as const))(
    'catches %s: %s',
    async (name) => {
      const seeds = ['--seeds', String(seedsPerMutantMax), '--minutes', '0.5'];
      await recordedChaos(deadlineMs, '--mutant', name, ...seeds);
    },
    deadlineMs + spareMs,
  );
});
