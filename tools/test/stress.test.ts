import { expect, test } from 'vitest';
import { recordText } from './record-text.mjs';
import { addOutcome, nextBatch, stressSummary } from './stress.mjs';
import type { Outcome } from './testing/suite';

const fresh = { files: {}, errors: [] };
const all = ['a', 'b', 'c'];
const outcome = (failed: readonly string[], passed: readonly string[]): Outcome => ({
  suites: [...failed, ...passed].map((file) => {
    const hasFailed = failed.includes(file);
    const message = hasFailed ? 'Error: late\n  at a' : '';
    const tests = [{ name: 'is in time', status: hasFailed ? 'failed' : 'passed', message }];
    return { file, hasFailed, message: '', seconds: 1, tests };
  }),
  errors: [],
});

test('the next batch has the files with the fewest clean runs, and none that failed', () => {
  const once = addOutcome(fresh, outcome(['e'], ['b', 'd']), 'one');
  const files = ['a', 'b', 'c', 'd', 'e'];
  const failed = new Set(['e']);
  expect(nextBatch(once, files, { runs: 2, size: 3 }, failed)).toEqual(['a', 'c', 'b']);
  expect(nextBatch(once, files, { runs: 1, size: 3 }, new Set())).toEqual(['a', 'c', 'e']);
  expect(nextBatch(once, ['b', 'd', 'e'], { runs: 1, size: 3 }, failed)).toEqual([]);
});

test('results of several commits are added up, and a failure begins again', () => {
  let results = addOutcome(fresh, outcome(['a', 'b'], ['c']), 'one');
  results = addOutcome(results, outcome(['b'], ['a', 'c']), 'two');
  results = addOutcome(results, outcome([], ['a']), 'three');
  const message = 'is in time: Error: late';
  expect(results.files).toEqual({
    a: { ran: 3, failed: 1, clean: 2, since: 'two', messages: [`one: ${message}`] },
    b: { ran: 2, failed: 2, clean: 0, messages: [`one: ${message}`, `two: ${message}`] },
    c: { ran: 2, failed: 0, clean: 2, since: 'one' },
  });
  expect(stressSummary(results, all, 2)).toEqual([
    `b: failed in 2 of 2 runs, 0 clean since: two: ${message}`,
    '2 of 3 files had 2 clean runs; the fewest are 0.',
  ]);
  expect(JSON.parse(recordText(results))).toEqual(results);
});

test('errors outside of a test are listed', () => {
  const errors = ['Error: unhandled\n  at a'];
  const results = addOutcome(fresh, { suites: [], errors }, 'one');
  expect(stressSummary(results, all, 10)).toEqual([
    'outside of a test: one: Error: unhandled',
    '0 of 3 files had 10 clean runs; the fewest are 0.',
  ]);
});
