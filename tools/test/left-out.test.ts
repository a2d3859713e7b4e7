import { expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { isTest, readTree } from '../architecture/source-tree';
import { covers } from './outcome.mjs';
import { entriesOf } from './testing/file-list';

const tests = readTree(repositoryRoot)
  .map((file) => file.path)
  .filter(isTest);

test.each(['one-of-each.json', 'two-databases.json', 'waiting.json'])(
  'each entry of %s names tests',
  (list) => {
    const unused = entriesOf(list).filter((entry) => !tests.some((file) => covers(entry, file)));
    expect(unused).toEqual([]);
  },
);
