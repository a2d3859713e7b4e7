// The runs of Vitest for `npm run test:long`, and the record of what they found.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { testFiles } from './list-files.mjs';
import { addRun, addUp, isClean, longTestsPage, secondsOf } from './long-record.mjs';
import { filesOfPart } from './parts.mjs';
import { root } from './root.mjs';

const recordFile = join(root, 'docs/long-tests.json');
const pageFile = join(root, 'docs/long-tests.md');

const readRecord = () =>
  existsSync(recordFile) ? JSON.parse(readFileSync(recordFile, 'utf8')) : null;

/**
 * How long suites take, as it is committed: parts that run one after the other change the record,
 * and must be divided alike.
 */
function committedSeconds() {
  const given = ['show', 'HEAD:docs/long-tests.json'];
  const shown = spawnSync('git', given, { cwd: root, encoding: 'utf8' });
  const record = shown.status === 0 ? JSON.parse(shown.stdout) : null;
  const known = JSON.parse(readFileSync(join(root, 'tools/test/seconds.json'), 'utf8'));
  return { ...known, ...secondsOf(record) };
}

function write(record) {
  writeFileSync(recordFile, `${JSON.stringify(record, null, 1)}\n`);
  writeFileSync(pageFile, longTestsPage(record));
}

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
          committedSeconds(),
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
  const filesInAll = testFiles([]).length;
  const about = { commit, at: new Date().toISOString(), machine, filesInAll };
  write(addRun(readRecord(), outcome, about));
}

/**
 * Writes the record and the page of parts that ran on several machines.
 * @returns whether every file ran, and none failed.
 */
export function addUpLong(recordFiles) {
  const record = addUp(recordFiles.map((file) => JSON.parse(readFileSync(file, 'utf8'))));
  write(record);
  console.log(longTestsPage(record));
  return isClean(record);
}
