import { afterRepeats, filesToRepeat } from './outcome.mjs';

/**
 * Runs the suites; each file that failed runs once more, with nothing beside it.
 * @param runAll runs all of them, and returns their outcome.
 * @param runAlone does so with one file.
 */
export async function runAndRepeat({ runAll, runAlone, neverAgain, log }) {
  const first = await runAll();
  const repeats = new Map();
  for (const file of filesToRepeat(first, neverAgain)) {
    log(`${file} failed, and runs again alone.`);
    repeats.set(file, await runAlone(file));
  }
  return afterRepeats(first, repeats);
}
