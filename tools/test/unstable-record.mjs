// Keeps what was unstable, and says which of it docs/unstable-tests.md does not explain yet.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Older entries are dropped. */
const entriesMax = 1_000;

/**
 * Adds the unstable files of a run to a file.
 * @param at the moment of the run, in ISO 8601.
 */
export function recordUnstable(recordFile, unstable, { at, commit }) {
  if (unstable.length === 0) return;
  const before = existsSync(recordFile) ? JSON.parse(readFileSync(recordFile, 'utf8')) : [];
  const entries = [...before, ...unstable.map((each) => ({ at, commit, ...each }))];
  mkdirSync(dirname(recordFile), { recursive: true });
  writeFileSync(recordFile, `${JSON.stringify(entries.slice(-entriesMax), null, 2)}\n`);
}

/** The files in the first column of docs/unstable-tests.md. */
export const explainedFiles = (page) =>
  [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, file]) => file);
