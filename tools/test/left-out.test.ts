import { expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { isTest, readTree } from '../architecture/source-tree';
import { entriesOf } from './testing/file-list';
import { load } from './testing/load';

const { covers } = load('outcome.mjs');
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
