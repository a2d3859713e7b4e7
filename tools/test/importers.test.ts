import { expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import { suitesImporting, textsOfCode, withinSeconds } from './importers.mjs';

const texts = new Map(
  Object.entries({
    'a/value.ts': '',
    'a/value.test.ts': "import { value } from './value';",
    'a/index.ts': "export * from './value';",
    'b/uses.ts': "import { value } from '../a/index';",
    'b/uses.test.ts': "import { uses } from './uses';",
    'b/folder.test.ts': "import { value } from '../a';",
    'b/later.ts': "export const later = () => import('./uses.js');",
    'b/later.test.ts': "import { later } from './later';",
    'b/data.json': '{}',
    'b/data.test.ts': "import data from './data.json';",
    'b/program.ts': '',
    'b/program.test.ts': "import { run } from './run-program';",
    'b/slow.long.test.ts': "import { uses } from './uses';",
    'b/other.test.ts': "import { test } from 'vitest'; // from './uses",
    'e2e/journey.test.ts': "import { uses } from '../b/uses';",
    'examples/reviews/review.test.ts': "import { uses } from '../../b/uses';",
  }),
);

test('suites are found through imports of any kind, the nearest first', () => {
  expect(suitesImporting(['a/value.ts'], texts)).toEqual([
    'a/value.test.ts',
    'b/folder.test.ts',
    'b/uses.test.ts',
    'b/later.test.ts',
  ]);
  expect(suitesImporting(['b/data.json'], texts)).toEqual(['b/data.test.ts']);
});

test('the suite beside a changed file is the first, also if it starts the file as a program', () => {
  expect(suitesImporting(['b/program.ts'], texts)).toEqual(['b/program.test.ts']);
  expect(suitesImporting(['a/value.ts', 'b/program.ts'], texts).slice(0, 3)).toEqual([
    'a/value.test.ts',
    'b/program.test.ts',
    'b/folder.test.ts',
  ]);
});

test('a changed suite is its own importer, and what is gone has none', () => {
  expect(suitesImporting(['b/uses.test.ts', 'b/gone.ts'], texts)).toEqual(['b/uses.test.ts']);
});

test('the code of the repository is read', () => {
  const found = suitesImporting(['platform/values/text.ts'], textsOfCode(repositoryRoot));
  expect(found[0]).toBe('platform/values/text.test.ts');
  expect(found.length).toBeGreaterThan(50);
  expect(found).toContain('subgraphs/orders/operations/place-order.test.ts');
});

test('the first suites are chosen that take no longer than that together', () => {
  const suites = ['quick', 'slow', 'untimed', 'last'];
  const seconds = { quick: 2, slow: 5, last: 1 };
  expect(withinSeconds(suites, seconds, 8)).toEqual({
    chosen: ['quick', 'slow', 'untimed'],
    leftOut: ['last'],
  });
  expect(withinSeconds(suites, seconds, 9).leftOut).toEqual([]);
  expect(withinSeconds(suites, seconds, 1).chosen).toEqual([]);
});
