import { execFile } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { redisAvailable } from '../../platform/testing/redis';
import { mutants } from './mutants';

const seeds = Array.from({ length: 20 }, (_, index) => index + 1);
const seedsPerMutantMax = 10;
const runDeadlineMs = 420_000;

/** Results are added there, and what is there for this commit is not run again. */
const results = path.join(repositoryRoot, '.data/chaos/results.md');

function chaos(deadlineMs: number, ...args: string[]): Promise<{ code: number; out: string }> {
  const script = path.join(repositoryRoot, 'dist/cli/orderprocessing.js');
  const options = { cwd: repositoryRoot, timeout: deadlineMs };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [script, 'chaos', '--results', results, ...args],
      options,
      (error, out, err) => {
        const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
        resolve({ code, out: out + err });
      },
    );
  });
}

describe.skipIf(!redisAvailable)('the fault harness', () => {
  test.each(seeds)(
    'finds nothing with seed %i',
    async (seed) => {
      const { code, out } = await chaos(runDeadlineMs, '--seed', String(seed));
      expect(code, out).toBe(0);
    },
    runDeadlineMs + 20_000,
  );

  test.each(mutants.map(({ name, what }) => [name, what] as const))(
    'catches %s: %s',
    async (name) => {
      const count = String(seedsPerMutantMax);
      const deadlineMs = seedsPerMutantMax * runDeadlineMs;
      const asked = ['--mutant', name, '--seeds', count, '--minutes', '0.5'];
      const { code, out } = await chaos(deadlineMs, ...asked);
      expect(code, out).toBe(0);
    },
    seedsPerMutantMax * runDeadlineMs + 20_000,
  );
});
