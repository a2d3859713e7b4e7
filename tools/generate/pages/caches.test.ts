import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../../../platform/process/repository-root';
import { readTree } from '../../architecture/source-tree';
import { cachesWithoutRow } from './caches';
import { caches, countersWithLru } from './tables/caches';

test('every cache of a service has a row in the table of caches', () => {
  expect(cachesWithoutRow(readTree(repositoryRoot))).toEqual([]);
  const text = 'const known = new LRUCache<string, string>({ max: 1 });';
  expect(cachesWithoutRow([{ path: 'gateway/forgotten.ts', text } as never])).toEqual([
    'gateway/forgotten.ts',
  ]);
});

test('every row names a file', () => {
  const files = [...caches.map(({ file }) => file), ...countersWithLru];
  expect(files.filter((file) => !existsSync(path.join(repositoryRoot, file)))).toEqual([]);
});
