import { describe, test } from 'vitest';
import { expectPassing, suitesBelow } from './testing/passing-suites';

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

describe('with the orders of every shop in two databases', () => {
  test.each(runs)(
    '%s pass',
    async (_, folders, runMs) => {
      const files = suitesBelow(folders, 'two-databases.json')
        .filter(({ project }) => project !== 'long')
        .map(({ file }) => file);
      const environment = { TEST_ORDER_DATABASES: '2' };
      await expectPassing({ files, environment, deadlineMs: runMs });
    },
    deadlineMs,
  );
});
