import { expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { readTree } from '../architecture/source-tree';
import { covers } from './outcome.mjs';
import { entriesOf } from './testing/file-list';

const entries = entriesOf('alone.json');
const tests = readTree(repositoryRoot).filter(({ path }) => path.endsWith('.test.ts'));

/** What changes the process for the next file, or measures what the previous one left. */
const leavesState =
  /heapBytes\(|vi\.(mock|doMock|stubEnv)\(|process\.(chdir|umask)\(|process\.env(\.\w+|\[[^\]]+\]) \??\??=[^=]/;

test('each entry names a file or a folder with tests', () => {
  const unused = entries.filter((entry) => !tests.some(({ path }) => covers(entry, path)));
  expect(unused).toEqual([]);
});

test('no file that shares a process changes it or measures its heap', () => {
  const shared = tests.filter(
    ({ path }) => !path.endsWith('.long.test.ts') && !entries.some((entry) => covers(entry, path)),
  );
  expect(shared.length).toBeGreaterThan(600);
  const unfit = shared.filter(({ text }) => leavesState.test(text));
  expect(unfit.map(({ path }) => path)).toEqual([]);
});
