import { describe, expect, test } from 'vitest';
import { afterRepeats, filesToRepeat, outcomeOf, summaryOf, tally } from './outcome.mjs';
import type { Outcome, Suite } from './testing/suite';

const suite = (file: string, statuses: readonly string[], message = ''): Suite => ({
  file,
  hasFailed: message !== '' || statuses.includes('failed'),
  message,
  seconds: 1,
  tests: statuses.map((status, number) => ({
    name: `test ${number}`,
    status,
    message: status === 'failed' ? `Error: ${file} was late\n    at ${file}:1` : '',
  })),
});
const run = (...suites: Suite[]): Outcome => ({ suites, errors: [] });
const failing = (number: number) => suite(`f${number}.test.ts`, ['passed', 'failed']);
const passing = (number: number) => suite(`f${number}.test.ts`, ['passed', 'passed']);

const reported = (...suites: object[]) => ({
  report: { testResults: suites },
  hidden: { outside: [] as string[], hooks: {} },
  exitCode: 0,
  wasStopped: false,
});

describe('the outcome of a run', () => {
  test('has the tests of each file, below the folder', () => {
    const assertionResults = [
      { fullName: 'a b', status: 'failed', failureMessages: ['Error: no'] },
      { fullName: 'c', status: 'passed', failureMessages: [] },
    ];
    const times = { startTime: 1_000, endTime: 3_500 };
    const report = { name: '/house/e2e/a.test.ts', status: 'failed', message: '', ...times };
    const outcome = outcomeOf(
      { ...reported({ ...report, assertionResults }), exitCode: 1 },
      '/house',
    );
    expect(outcome).toEqual({
      suites: [
        {
          file: 'e2e/a.test.ts',
          hasFailed: true,
          message: '',
          seconds: 2.5,
          tests: [
            { name: 'a b', status: 'failed', message: 'Error: no' },
            { name: 'c', status: 'passed', message: '' },
          ],
        },
      ],
      errors: [],
    });
  });

  test.each([
    ['a crash of Vitest', { report: null }, /without a report/],
    ['a crash before its end', { hidden: null }, /without a report/],
    [
      'an error outside of a test',
      { hidden: { outside: ['Error: unhandled'], hooks: {} } },
      /unhandled/,
    ],
    ['an exit code that no test explains', { exitCode: 7 }, /exit code 7/],
    ['a deadline or a signal', { wasStopped: true, exitCode: 1 }, /was stopped/],
  ])('counts %s as a failure', (_name, ended, message) => {
    const outcome = outcomeOf({ ...reported(), ...ended }, '/');
    expect(outcome.errors).toEqual([expect.stringMatching(message)]);
    expect(tally(outcome)).toMatchObject({ passed: 0, failed: 1 });
  });

  test('keeps an error outside of a test beside a failed test', () => {
    const failed = { name: '/a.test.ts', status: 'failed', message: '', assertionResults: [] };
    const hidden = { outside: ['Error: unhandled'], hooks: {} };
    const ended = { ...reported(failed), hidden, exitCode: 1 };
    expect(tally(outcomeOf(ended, '/'))).toMatchObject({ failed: 2 });
  });
});

test('the message of a file whose hook failed is that of the hook', () => {
  const failed = { name: '/a.test.ts', status: 'failed', message: '', assertionResults: [] };
  const hidden = { outside: [], hooks: { '/a.test.ts': 'Error: no shop' } };
  const { suites } = outcomeOf({ ...reported(failed), hidden, exitCode: 1 }, '/');
  expect(suites[0]?.message).toBe('Error: no shop');
});

describe('files that run again', () => {
  test('are those that failed, unless they or their folder must never', () => {
    const first = run(failing(1), passing(2), suite('e2e/chaos/a.test.ts', ['failed']), failing(3));
    expect(filesToRepeat(first, ['e2e/chaos/', 'f3.test.ts'])).toEqual(['f1.test.ts']);
  });

  test('include a file whose hook failed', () => {
    expect(filesToRepeat(run(suite('a.test.ts', ['passed'], 'Error: hook')), [])).toEqual([
      'a.test.ts',
    ]);
  });

  test('are none when the run was stopped, or more than ten failed', () => {
    const stopped = outcomeOf({ ...reported(), wasStopped: true }, '/');
    expect(filesToRepeat({ ...run(failing(1)), errors: stopped.errors }, [])).toEqual([]);
    const ten = Array.from({ length: 10 }, (_, number) => failing(number));
    expect(filesToRepeat(run(...ten), [])).toHaveLength(10);
    expect(filesToRepeat(run(...ten, failing(10)), [])).toEqual([]);
  });
});

describe('after the repeats', () => {
  test('a test that failed and then passed counts as passed once, and is listed', () => {
    const judged = afterRepeats(
      run(failing(1), suite('b.test.ts', ['passed', 'skipped'])),
      new Map([['f1.test.ts', run(passing(1))]]),
    );
    expect(judged.unstable).toEqual([
      { file: 'f1.test.ts', test: 'test 1', message: 'Error: f1.test.ts was late' },
    ]);
    expect(summaryOf(judged)).toEqual([
      'skipped: b.test.ts (1)',
      'unstable: f1.test.ts > test 1: Error: f1.test.ts was late',
      '1 unstable, see docs/unstable-tests.md',
      '3 passed, 0 failed, 1 skipped',
    ]);
  });

  test('a file whose hook failed and then did not is listed with the message of the hook', () => {
    const first = run(suite('a.test.ts', ['passed'], 'Error: hook\n    at a'));
    const judged = afterRepeats(
      first,
      new Map([['a.test.ts', run(suite('a.test.ts', ['passed']))]]),
    );
    expect(judged.unstable).toEqual([{ file: 'a.test.ts', test: null, message: 'Error: hook' }]);
    expect(summaryOf(judged).at(-1)).toBe('1 passed, 0 failed');
  });

  test.each<[string, Outcome]>([
    ['fails again', run(failing(1))],
    ['fails in another test', run(suite('f1.test.ts', ['failed', 'passed']))],
    ['fails in a hook', run(suite('f1.test.ts', ['passed', 'passed'], 'Error: hook'))],
    ['skips the test', run(suite('f1.test.ts', ['passed', 'skipped']))],
    ['no longer has the test', run(suite('f1.test.ts', ['passed']))],
    ['does not run', run()],
    ['passes beside an error outside of it', { ...run(passing(1)), errors: ['Error: unhandled'] }],
  ])('a file that %s has failed', (_name, repeat) => {
    const judged = afterRepeats(run(failing(1)), new Map([['f1.test.ts', repeat]]));
    expect(judged.unstable).toEqual([]);
    expect(summaryOf(judged)).toEqual(['1 passed, 1 failed']);
  });

  test('a file that did not run again has failed', () => {
    expect(summaryOf(afterRepeats(run(failing(1)), new Map()))).toEqual(['1 passed, 1 failed']);
  });

  test.each([
    [3, ['3 unstable, see docs/unstable-tests.md', '6 passed, 0 failed']],
    [4, ['4 unstable, see docs/unstable-tests.md', '8 passed, 1 failed']],
  ])('%i unstable files', (count, lines) => {
    const numbers = Array.from({ length: count }, (_, number) => number);
    const repeats = new Map(numbers.map((number) => [`f${number}.test.ts`, run(passing(number))]));
    const judged = afterRepeats(run(...numbers.map(failing)), repeats);
    expect(summaryOf(judged).slice(-2)).toEqual(lines);
  });
});
