import { execFile } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';

/** Milliseconds that a run with one seed may take. */
export const seedDeadlineMs = 420_000;
/** The time to stop a run that exceeds its deadline. */
export const spareMs = 20_000;

/** Results are added there, and what is there for this commit is not run again. */
const results = path.join(repositoryRoot, '.data/chaos/results.md');

/** Runs `orderprocessing chaos` with these arguments. */
export function chaos(deadlineMs: number, ...args: string[]) {
  const script = path.join(repositoryRoot, 'dist/cli/orderprocessing.js');
  const options = { cwd: repositoryRoot, timeout: deadlineMs };
  return new Promise<{ code: number; out: string }>((resolve) => {
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

/** A test for each of ten seeds: a part of `npm run test:long` takes half an hour. */
export function checkTenSeeds(first: number): void {
  const seeds = Array.from({ length: 10 }, (_, index) => first + index);
  test.each(seeds)(
    'finds nothing with seed %i',
    async (seed) => {
      const { code, out } = await chaos(seedDeadlineMs, '--seed', String(seed));
      expect(code, out).toBe(0);
    },
    seedDeadlineMs + spareMs,
  );
}
