// Counts the tests of a run, decides which files run again, and judges what both runs say.
import { relative } from 'node:path';

/** A run with more unstable files has failed. */
export const unstableFilesMax = 3;
/** When more files have failed, the change is at fault, and to repeat them all takes long. */
export const repeatedFilesMax = 10;

const skippedStatuses = ['skipped', 'pending', 'todo', 'disabled'];

const suiteOf = (suite, root) => ({
  file: relative(root, suite.name),
  hasFailed: suite.status === 'failed',
  message: suite.message,
  tests: suite.assertionResults.map(({ fullName, status, failureMessages = [] }) => ({
    name: fullName,
    status,
    message: failureMessages[0] ?? '',
  })),
});

const stopped = 'The run was stopped before its end.';

/** What went wrong although no test failed. Nothing of this is ever tried again. */
function errorsOf({ report, outsideErrors, exitCode, wasStopped }) {
  if (wasStopped) return [stopped];
  if (report === null || outsideErrors === null) {
    return [`Vitest ended with exit code ${exitCode} and without a report.`];
  }
  if (outsideErrors.length > 0) return outsideErrors;
  const hasFailed = report.testResults.some(({ status }) => status === 'failed');
  if (exitCode === 0 || hasFailed) return [];
  return [`Vitest ended with exit code ${exitCode}, although no test failed.`];
}

/**
 * @param ended the report of Vitest's JSON reporter and the messages of errors outside of a test,
 * null where nothing was written, and how the process ended.
 * @returns `suites` with their tests, and `errors`, each of which counts as a failure.
 */
export function outcomeOf(ended, root) {
  const suites = (ended.report?.testResults ?? []).map((suite) => suiteOf(suite, root));
  return { suites, errors: errorsOf(ended) };
}

/** Whether an entry of never-again.json, a file or a folder, covers the file. */
export const covers = (entry, file) =>
  entry.endsWith('/') ? file.startsWith(entry) : file === entry;

/** Files that failed and may run again, which a promise about money, stock or rights may not. */
export function filesToRepeat({ suites, errors }, neverAgain) {
  if (errors.includes(stopped)) return [];
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

const countOf = ({ tests }, ...statuses) =>
  tests.filter(({ status }) => statuses.includes(status)).length;

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** A file that could not be loaded, or whose hooks failed, counts as one failed test. */
function failuresOf(suite) {
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
