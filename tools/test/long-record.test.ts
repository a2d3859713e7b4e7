import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { addRun, addUp, isClean, longTestsPage, secondsOf } from './long-record.mjs';
import type { Outcome } from './testing/suite';

const about = {
  commit: '0123456789abcdef',
  at: '2026-11-29T10:00:00.000Z',
  machine: 'a machine',
  filesInAll: 3,
};

const outcome = (file: string, seconds: number, ...statuses: string[]): Outcome => ({
  suites: [
    {
      file,
      hasFailed: statuses.includes('failed'),
      message: '',
      seconds,
      tests: statuses.map((status) => ({ name: status, status, message: '' })),
    },
  ],
  errors: [],
});

test('parts of a commit add up, and another commit begins again', () => {
  const one = addRun(null, outcome('b.test.ts', 30.4, 'passed', 'skipped'), about);
  const both = addRun(one, outcome('a.test.ts', 1.2, 'passed', 'failed'), about);
  expect(both.files).toEqual({
    'a.test.ts': { seconds: 1, passed: 1, failed: 1, skipped: 0 },
    'b.test.ts': { seconds: 30, passed: 1, failed: 0, skipped: 1 },
  });
  expect(secondsOf(both)).toEqual({ 'a.test.ts': 1, 'b.test.ts': 30 });
  const other = addRun(both, outcome('c.test.ts', 3, 'passed'), { ...about, commit: 'f' });
  expect(Object.keys(other.files)).toEqual(['c.test.ts']);
});

test('parts of several machines add up to the record that one machine would have', () => {
  const [one, other] = [outcome('a.test.ts', 1, 'passed'), outcome('b.test.ts', 2, 'passed')];
  const whole = addRun(addRun(null, one, about), other, about);
  const later = { ...about, at: '2026-11-29T11:00:00.000Z', machine: 'another machine' };
  const parts = [addRun(null, other, later), addRun(null, one, about)];
  const added = addUp(parts);
  expect(added).toMatchObject({ at: later.at, machine: 'another machine; a machine' });
  expect(added.files).toEqual(whole.files);
  expect(() => addUp([...parts, { ...whole, commit: 'f' }])).toThrow(
    'commits 0123456789abcdef and f',
  );
  expect(() => addUp([])).toThrow('Name the records');
});

test('a record is clean if every file ran and none failed', () => {
  const two = addRun(addRun(null, outcome('a', 1, 'passed'), about), outcome('b', 1), about);
  expect(isClean(two)).toBe(false);
  expect(isClean(addRun(two, outcome('c', 1, 'passed'), about))).toBe(true);
  expect(isClean(addRun(two, outcome('c', 1, 'failed'), about))).toBe(false);
  expect(isClean(addRun(two, { ...outcome('c', 1), errors: ['broken'] }, about))).toBe(false);
});

test('a suite whose hook failed counts as one failure', () => {
  const [suite] = outcome('a.test.ts', 1, 'skipped').suites;
  const broken = { suites: suite ? [{ ...suite, hasFailed: true }] : [], errors: [] };
  expect(addRun(null, broken, about).files['a.test.ts']).toMatchObject({ failed: 1, skipped: 1 });
});

test('the page shows what takes long or fails by itself, and adds up everything', () => {
  const slow = addRun(null, outcome('slow.test.ts', 61, 'passed'), about);
  const failing = addRun(slow, outcome('failing.test.ts', 1, 'failed'), about);
  const lines: string = longTestsPage(
    addRun(failing, outcome('quick.test.ts', 2, 'passed'), about),
  );
  expect(lines).toContain('on a machine. Files that have run: 3 of 3.');
  expect(lines.split('\n').filter((line) => line.startsWith('| '))).toEqual([
    '| suite | seconds | passed | failed | skipped |',
    '| slow.test.ts | 61 | 1 | 0 | 0 |',
    '| failing.test.ts | 1 | 0 | 1 | 0 |',
    '| 1 files under 20 s each | 2 | 1 | 0 | 0 |',
    '| **all** | 64 | 2 | 1 | 0 |',
  ]);
});

test('the committed page shows the committed record, and is linked', () => {
  const recordFile = path.join(repositoryRoot, 'docs/long-tests.json');
  const page = path.join(repositoryRoot, 'docs/long-tests.md');
  expect(existsSync(recordFile)).toBe(existsSync(page));
  if (!existsSync(recordFile)) return;
  const record = JSON.parse(readFileSync(recordFile, 'utf8'));
  expect(readFileSync(page, 'utf8')).toBe(longTestsPage(record));
  const guide = readFileSync(path.join(repositoryRoot, 'AGENTS.md'), 'utf8');
  expect(guide).toContain('](docs/long-tests.md)');
});
