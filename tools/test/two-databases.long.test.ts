import { describe, expect, test } from 'vitest';
import { entriesOf } from './testing/file-list';
import { load, type Suite } from './testing/load';

const { testFiles } = load('list-files.mjs');
const { covers } = load('outcome.mjs');
const { runVitest } = load('run-vitest.mjs');
const leftOut = entriesOf('two-databases.json');

const runs: readonly [name: string, folders: string[], deadlineMs: number][] = [
  ['the suites of orders', ['subgraphs/orders/'], 900_000],
  [
    'the journeys',
    ['accounts', 'clients', 'commands', 'many-processes', 'metrics', 'orders', 'sdk'].map(
      (folder) => `e2e/${folder}/`,
    ),
    1_800_000,
  ],
];
const deadlineMs = 2_000_000;

const failuresIn = ({ file, message, tests }: Suite): string[] => [
  ...(message === '' ? [] : [`${file}: ${message}`]),
  ...tests.filter(({ status }) => status === 'failed').map(({ name }) => `${file}: ${name}`),
];

describe('with the orders of every shop in two databases', () => {
  test.each(runs)(
    '%s pass',
    async (_, folders, runMs) => {
      const files = testFiles(folders)
        .filter(({ project }) => project !== 'long')
        .map(({ file }) => file)
        .filter((file) => !leftOut.some((entry) => covers(entry, file)));
      expect(files.length).toBeGreaterThan(0);
      const environment = { TEST_ORDER_DATABASES: '2' };
      const { suites, errors } = await runVitest({
        args: ['run', ...files],
        environment,
        deadlineMs: runMs,
      });
      expect([...errors, ...suites.flatMap(failuresIn)]).toEqual([]);
      expect(suites).toHaveLength(files.length);
    },
    deadlineMs,
  );
});
