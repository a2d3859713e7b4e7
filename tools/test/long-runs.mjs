// The runs of Vitest for `npm run test:long`, and the record of what they found.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { testFiles } from './list-files.mjs';
import { addRun, longTestsPage, secondsOf } from './long-record.mjs';
import { filesOfPart } from './parts.mjs';
import { root } from './root.mjs';

const recordFile = join(root, 'docs/long-tests.json');
const pageFile = join(root, 'docs/long-tests.md');

const readRecord = () =>
  existsSync(recordFile) ? JSON.parse(readFileSync(recordFile, 'utf8')) : null;

/**
 * Arguments of the runs. Long suites measure and kill, so that they run after the others and one at
 * a time.
 * @param part one part of the suites, or null for all that the filters select.
 */
export function runsOfLong(filters, part) {
  const found = testFiles(filters);
  const wanted = part
    ? new Set(
        filesOfPart(
          found.map(({ file }) => file),
          secondsOf(readRecord()),
          part,
        ),
      )
    : null;
  const chosen = found.filter(({ file }) => wanted?.has(file) ?? true);
  const filesOf = (isLong) =>
    chosen.filter(({ project }) => (project === 'long') === isLong).map(({ file }) => file);
  return [
    { files: filesOf(false), options: [] },
    { files: filesOf(true), options: ['--no-file-parallelism'] },
  ]
    .filter(({ files }) => files.length > 0)
    .map(({ files, options }) => ['run', ...options, ...files.map((file) => join(root, file))]);
}

/** Adds what a run found to the record of its commit, and writes the page that shows it. */
export function recordLong(outcome, commit) {
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}`;
  const about = { commit, at: new Date().toISOString(), machine };
  const record = addRun(readRecord(), outcome, about);
  writeFileSync(recordFile, `${JSON.stringify(record, null, 1)}\n`);
  writeFileSync(pageFile, longTestsPage(record));
}
