// Counts the tests of a run, decides which files run again, and judges what both runs say.
import { relative } from 'node:path';

/** A run with more unstable files has failed. */
export const unstableFilesMax = 3;
/**
 * The largest number of failed files that are repeated. With more, the change is at fault, and
 * repeating them takes long.
 */
export const repeatedFilesMax = 10;

export const skippedStatuses = ['skipped', 'pending', 'todo', 'disabled'];

const suiteOf = (suite, hooks, root) => ({
  file: relative(root, suite.name),
  hasFailed: suite.status === 'failed',
  message: hooks[suite.name] ?? suite.message,
  seconds: (suite.endTime - suite.startTime) / 1_000,
  tests: suite.assertionResults.map(({ fullName, status, failureMessages = [] }) => ({
    name: fullName,
    status,
    message: failureMessages[0] ?? '',
  })),
});

const stopped = 'The run was stopped before its end.';

/** Whether a signal or the deadline ended the run. */
export const isStopped = ({ errors }) => errors.includes(stopped);

/** What went wrong although no test failed. Nothing of this is ever tried again. */
function errorsOf({ report, hidden, exitCode, wasStopped }) {
  if (wasStopped) return [stopped];
  if (report === null || hidden === null) {
    return [`Vitest ended with exit code ${exitCode} and without a report.`];
  }
  if (hidden.outside.length > 0) return hidden.outside;
  const hasFailed = report.testResults.some(({ status }) => status === 'failed');
  if (exitCode === 0 || hasFailed) return [];
  return [`Vitest ended with exit code ${exitCode}, although no test failed.`];
}

/**
 * @param ended the report of Vitest's JSON reporter and the hidden errors of ours, null where
 * nothing was written, and how the process ended.
 * @returns `suites` with their tests, and `errors`, each of which counts as a failure.
 */
export function outcomeOf(ended, root) {
  const hooks = ended.hidden?.hooks ?? {};
  const suites = (ended.report?.testResults ?? []).map((suite) => suiteOf(suite, hooks, root));
  return { suites, errors: errorsOf(ended) };
}

/** The outcome of several runs, none of which ran a file that another one ran. */
export const together = (outcomes) => ({
  suites: outcomes.flatMap(({ suites }) => suites),
  errors: outcomes.flatMap(({ errors }) => errors),
});

/** Whether an entry of never-again.json, a file or a folder, covers the file. */
export const covers = (entry, file) =>
  entry.endsWith('/') ? file.startsWith(entry) : file === entry;

/** Files that failed and may run again, which a promise about money, stock or rights may not. */
export function filesToRepeat({ suites, errors }, neverAgain) {
  if (isStopped({ errors })) return [];
  const failed = suites.filter(({ hasFailed }) => hasFailed).map(({ file }) => file);
  if (failed.length > repeatedFilesMax) return [];
  return failed.filter((file) => !neverAgain.some((entry) => covers(entry, file)));
}

const firstLine = (text) => text.split('\n', 1)[0];

const failedTests = ({ tests }) => tests.filter(({ status }) => status === 'failed');

/** A test that failed first must run and pass: one that is skipped now proves nothing. */
function hasPassedNow(suite, repeated) {
  const again = repeated?.suites.find(({ file }) => file === suite.file);
  if (again === undefined || again.hasFailed || repeated.errors.length > 0) return false;
  return failedTests(suite).every(({ name }) => {
    const statuses = again.tests.filter((test) => test.name === name).map(({ status }) => status);
    return statuses.length > 0 && statuses.every((status) => status === 'passed');
  });
}

function instabilityOf(suite) {
  const [test] = failedTests(suite);
  return {
    file: suite.file,
    test: test?.name ?? null,
    message: firstLine(test?.message || suite.message),
  };
}

/**
 * The outcome of a run after its failed files ran again.
 * @param repeats the outcome of each such file, by its path.
 * @returns the outcome, and in `unstable` the files that failed first and then passed.
 */
export function afterRepeats({ suites, errors }, repeats) {
  const isUnstable = (suite) => suite.hasFailed && hasPassedNow(suite, repeats.get(suite.file));
  const unstable = suites.filter(isUnstable).map(instabilityOf);
  const settled = suites.map((suite) =>
    isUnstable(suite)
      ? repeats.get(suite.file).suites.find(({ file }) => file === suite.file)
      : suite,
  );
  const tooMany = `${unstable.length} files are unstable; at most ${unstableFilesMax} may be.`;
  return {
    suites: settled,
    errors: unstable.length > unstableFilesMax ? [...errors, tooMany] : errors,
    unstable,
  };
}

/** Tests of a suite with one of these statuses. */
export const countOf = ({ tests }, ...statuses) =>
  tests.filter(({ status }) => statuses.includes(status)).length;

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** A file that could not be loaded, or whose hooks failed, counts as one failed test. */
export function failuresOf(suite) {
  const failed = countOf(suite, 'failed');
  return failed === 0 && suite.hasFailed ? 1 : failed;
}

/** Counts of tests, and the files with skipped ones. */
export function tally({ suites, errors }) {
  const withSkips = suites
    .map((suite) => ({ file: suite.file, skipped: countOf(suite, ...skippedStatuses) }))
    .filter(({ skipped }) => skipped > 0);
  return {
    passed: sum(suites.map((suite) => countOf(suite, 'passed'))),
    failed: sum(suites.map(failuresOf)) + errors.length,
    skipped: sum(withSkips.map(({ skipped }) => skipped)),
    skippedIn: withSkips,
  };
}

const unstableLine = ({ file, test, message }) =>
  `unstable: ${file}${test === null ? '' : ` > ${test}`}: ${message}`;

/** The last lines of a run; the very last one has the counts. */
export function summaryOf({ suites, errors, unstable }) {
  const { passed, failed, skipped, skippedIn } = tally({ suites, errors });
  const tail = skipped > 0 ? `, ${skipped} skipped` : '';
  return [
    ...skippedIn.map((suite) => `skipped: ${suite.file} (${suite.skipped})`),
    ...errors.map((error) => `failed: ${firstLine(error)}`),
    ...unstable.map(unstableLine),
    ...(unstable.length > 0 ? [`${unstable.length} unstable, see docs/unstable-tests.md`] : []),
    `${passed} passed, ${failed} failed${tail}`,
  ];
}
