import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { runHere } from '../../testing/command';

/** Milliseconds that a run with one seed may take. */
export const seedDeadlineMs = 420_000;
/** The time to stop a run that exceeds its deadline. */
export const spareMs = 30_000;

/** Results are added there, and what is there for this commit is not run again. */
const results = path.join(repositoryRoot, '.data/chaos/results.md');

/** Runs `orderprocessing chaos`, which must find what it looks for. @returns what it has printed. */
export async function chaos(deadlineMs: number, ...args: string[]): Promise<string> {
  const { code, output, errors } = await runHere(['chaos', ...args], deadlineMs);
  expect(code, output + errors).toBe(0);
  return output + errors;
}

/** The same, unless its result is known. */
export function recordedChaos(deadlineMs: number, ...args: string[]): Promise<string> {
  // A fresh clone lacks the folder, and the command refuses a file that it could not write.
  mkdirSync(path.dirname(results), { recursive: true });
  return chaos(deadlineMs, '--results', results, ...args);
}

/** A test for each of the seeds. */
export function checkSeeds(seeds: readonly number[], ...args: string[]): void {
  test.each(seeds)(
    'finds nothing with seed %i',
    async (seed) => {
      await recordedChaos(seedDeadlineMs, '--seed', String(seed), ...args);
    },
    seedDeadlineMs + spareMs,
  );
}

/** Ten seeds: a part of `npm run test:long` takes half an hour. */
export const tenSeeds = (first: number): number[] =>
  Array.from({ length: 10 }, (_, index) => first + index);
