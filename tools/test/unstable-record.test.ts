import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { explainedFiles, recordUnstable } from './unstable-record.mjs';

test('each run adds its unstable files to the record', () => {
  const file = path.join(folderForTest(), 'test-results/unstable.json');
  const found = { file: 'a.test.ts', test: 'it is late', message: 'Error: late' };
  const first = { at: '2026-11-29T03:00:00.000Z', commit: 'abc' };
  const second = { at: '2026-11-29T04:00:00.000Z', commit: null };
  recordUnstable(file, [found], first);
  recordUnstable(file, [], second);
  recordUnstable(file, [found], second);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([
    { ...first, ...found },
    { ...second, ...found },
  ]);
});

test('each row of docs/unstable-tests.md has a file once, a cause and a fix', () => {
  const page = readFileSync(path.join(repositoryRoot, 'docs/unstable-tests.md'), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  const files = explainedFiles(page);
  expect(files.length).toBeGreaterThan(0);
  expect(new Set(files).size).toBe(files.length);
  expect(rows).toHaveLength(files.length);
  const incomplete = rows.filter((row) => !/^\| `[^`]+\.test\.ts` \|( [^|]+ \|){3}$/.test(row));
  expect(incomplete).toEqual([]);
});
