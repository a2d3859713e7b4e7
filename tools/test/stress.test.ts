import { expect, test } from 'vitest';
import { load, type Outcome } from './testing/load';

const { addOutcome, nextBatch, stressSummary } = load('stress.mjs');

const fresh = { commit: 'abc', files: {}, errors: [] };
const outcome = (failed: readonly string[], passed: readonly string[]): Outcome => ({
  suites: [...failed, ...passed].map((file) => {
    const hasFailed = failed.includes(file);
    const message = hasFailed ? 'Error: late\n  at a' : '';
    const tests = [{ name: 'is in time', status: hasFailed ? 'failed' : 'passed', message }];
    return { file, hasFailed, message: '', seconds: 1, tests };
  }),
  errors: [],
});

test('the next batch has the files that ran least often', () => {
  const once = addOutcome(fresh, outcome([], ['b', 'd']));
  expect(nextBatch(once, ['a', 'b', 'c', 'd'], { runs: 2, size: 3 })).toEqual(['a', 'c', 'b']);
  expect(nextBatch(once, ['b', 'd'], { runs: 1, size: 3 })).toEqual([]);
});

test('results of all runs are added up, and tell unstable files from those that always fail', () => {
  const runs = [outcome(['a', 'b'], ['c']), outcome(['b'], ['a', 'c']), outcome(['b'], ['a'])];
  const results = runs.reduce(addOutcome, fresh);
  const messages = ['is in time: Error: late'];
  expect(results.files).toMatchObject({
    a: { ran: 3, failed: 1, clean: 2, messages },
    b: { ran: 3, failed: 3, clean: 0 },
    c: { ran: 2, failed: 0, clean: 2, messages: [] },
  });
  expect(stressSummary(results)).toEqual([
    'unstable: a (1 of 3 runs): is in time: Error: late',
    'fails: b (3 of 3 runs): is in time: Error: late',
    '3 files ran at least 2 times, 2 failed.',
  ]);
});

test('errors outside of a test are listed', () => {
  const results = addOutcome(fresh, { suites: [], errors: ['Error: unhandled\n  at a'] });
  expect(stressSummary(results)).toEqual(['outside of a test: Error: unhandled', 'Nothing ran.']);
});
