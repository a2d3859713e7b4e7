// Adds up what the parts of `npm run test:long` found. docs/long-tests.md shows it.
import { countOf, failuresOf, skippedStatuses } from './outcome.mjs';

/** Files that take less are one row together. */
const ownRowSeconds = 20;

const rowOf = (suite) => ({
  seconds: Math.round(suite.seconds),
  passed: countOf(suite, 'passed'),
  failed: failuresOf(suite),
  skipped: countOf(suite, ...skippedStatuses),
});

/** The record with the files of a run; a run of another commit begins a new one. */
export function addRun(record, { suites, errors }, about) {
  const before = record?.commit === about.commit ? record : { files: {}, errors: [] };
  const added = Object.fromEntries(suites.map((suite) => [suite.file, rowOf(suite)]));
  return {
    ...about,
    files: { ...before.files, ...added },
    errors: [...before.errors, ...errors],
  };
}

/** The record of parts that ran on several machines. @throws Error for those of several commits. */
export function addUp(records) {
  const [first] = records;
  if (first === undefined) throw new Error('Name the records of the parts.');
  const other = records.find(({ commit }) => commit !== first.commit);
  if (other) throw new Error(`The parts are of commits ${first.commit} and ${other.commit}.`);
  return {
    ...first,
    at: records
      .map(({ at }) => at)
      .sort()
      .at(-1),
    machine: [...new Set(records.map(({ machine }) => machine))].join('; '),
    files: Object.assign({}, ...records.map(({ files }) => files)),
    errors: records.flatMap(({ errors }) => errors),
  };
}

/** Whether every file ran, and nothing failed. */
export const isClean = ({ files, filesInAll, errors }) =>
  errors.length === 0 &&
  Object.keys(files).length >= filesInAll &&
  Object.values(files).every(({ failed }) => failed === 0);

/** How long each recorded file took. */
export const secondsOf = (record) =>
  Object.fromEntries(
    Object.entries(record?.files ?? {}).map(([file, { seconds }]) => [file, seconds]),
  );

const sum = (rows, name) => rows.reduce((total, row) => total + row[name], 0);

const cells = (name, row) =>
  `| ${[name, row.seconds, row.passed, row.failed, row.skipped].join(' | ')} |`;

const together = (rows) => ({
  seconds: sum(rows, 'seconds'),
  passed: sum(rows, 'passed'),
  failed: sum(rows, 'failed'),
  skipped: sum(rows, 'skipped'),
});

/** The page of a record: its files that take long, the others together, and the total. */
export function longTestsPage({ commit, at, machine, filesInAll, files, errors }) {
  const entries = Object.entries(files).sort(
    ([name, one], [other, { seconds }]) => seconds - one.seconds || name.localeCompare(other),
  );
  const isOwn = ([file, { seconds, failed }]) =>
    seconds >= ownRowSeconds || failed > 0 || file.endsWith('.long.test.ts');
  const own = entries.filter(isOwn);
  const others = entries.filter((entry) => !isOwn(entry)).map(([, row]) => row);
  return [
    '# Long tests',
    '',
    `What \`npm run test:long\` found on ${at.slice(0, 10)} at commit \`${commit.slice(0, 8)}\`, on ${machine}. Files that have run: ${entries.length} of ${filesInAll}. Parts of a commit (\`npm run test:long -- --part 1/6\`) add up to this page; the files are divided by the seconds in it. Journeys run both as one process and as many.`,
    '',
    '| suite | seconds | passed | failed | skipped |',
    '|---|---|---|---|---|',
    // Not as code, which names what exists: these are the files of that commit.
    ...own.map(([file, row]) => cells(file, row)),
    cells(`${others.length} files under ${ownRowSeconds} s each`, together(others)),
    cells('**all**', together(entries.map(([, row]) => row))),
    ...(errors.length > 0 ? ['', 'Errors outside of a test:'] : []),
    ...errors.map((error) => `- ${error.split('\n', 1)[0]}`),
    '',
  ].join('\n');
}
