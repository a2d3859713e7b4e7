// The runs of Vitest for `npm run test:long`, and the record of what they found.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { testFiles } from './list-files.mjs';
import { addRun, addUp, isClean, longTestsPage, secondsOf } from './long-record.mjs';
import { filesOfPart } from './parts.mjs';
import { recordText } from './record-text.mjs';
import { root } from './root.mjs';

/** What the parts of a commit found so far on this machine. */
const recordFile = join(root, 'test-results/long-tests.json');
/** What all parts of a commit found; it is committed, and its page shows it. */
const tableFile = join(root, 'docs/long-tests.json');
const pageFile = join(root, 'docs/long-tests.md');

const readRecord = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);

function writeRecord(file, record) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, recordText(record));
}

/** How long suites take, the same for all parts of a commit. */
function committedSeconds() {
  const known = JSON.parse(readFileSync(join(root, 'tools/test/seconds.json'), 'utf8'));
  return { ...known, ...secondsOf(readRecord(tableFile)) };
}

const waiting = JSON.parse(readFileSync(join(root, 'tools/test/waiting.json'), 'utf8')).flatMap(
  ({ files }) => files,
);

/** The files of a part. What waits beside the others adds nothing to its time. */
function filesOf(found, part) {
  if (part === null) return found;
  const seconds = {
    ...committedSeconds(),
    ...Object.fromEntries(waiting.map((file) => [file, 0])),
  };
  const files = new Set(
    filesOfPart(
      found.map(({ file }) => file),
      seconds,
      part,
    ),
  );
  return found.filter(({ file }) => files.has(file));
}

/**
 * Arguments of the runs: the lists at the same time, the runs of a list one after the other. Long
 * suites measure and kill, so that they run after the others and one at a time.
 * @param part one part of the suites, or null for all that the filters select.
 */
export function runsOfLong(filters, part) {
  const chosen = filesOf(testFiles(filters), part);
  const isLong = ({ project }) => project === 'long';
  const waits = ({ file }) => waiting.includes(file);
  const runOf = (files, ...options) =>
    files.length === 0 ? [] : [['run', ...options, ...files.map(({ file }) => join(root, file))]];
  const inTurn = [
    ...runOf(chosen.filter((one) => !isLong(one))),
    ...runOf(
      chosen.filter((one) => isLong(one) && !waits(one)),
      '--no-file-parallelism',
    ),
  ];
  return [inTurn, runOf(chosen.filter(waits))];
}

/** Adds what a run found to the record of its commit. */
export function recordLong(outcome, commit) {
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}`;
  const filesInAll = testFiles([]).length;
  const about = { commit, at: new Date().toISOString(), machine, filesInAll };
  writeRecord(recordFile, addRun(readRecord(recordFile), outcome, about));
}

/**
 * Writes the table and its page: of all parts that ran on this machine, or of records that are named.
 * @returns whether every file ran, and none failed.
 */
export function addUpLong(recordFiles) {
  const files = recordFiles.length > 0 ? recordFiles : [recordFile];
  const record = addUp(files.flatMap((file) => readRecord(file) ?? []));
  writeRecord(tableFile, record);
  writeFileSync(pageFile, longTestsPage(record));
  console.log(longTestsPage(record));
  return isClean(record);
}
