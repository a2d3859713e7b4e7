import { join } from 'node:path';
import { afterRepeats, filesToRepeat } from './outcome.mjs';

/**
 * Runs the suites; each file that failed runs once more, with nothing beside it.
 * @param run runs Vitest with these arguments, and returns its outcome.
 */
export async function runAndRepeat({ run, filters, neverAgain, folder }) {
  const first = await run(filters);
  const repeats = new Map();
  for (const file of filesToRepeat(first, neverAgain)) {
    console.log(`${file} failed, and runs again alone.`);
    repeats.set(file, await run([join(folder, file)]));
  }
  return afterRepeats(first, repeats);
}
