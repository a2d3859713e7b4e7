import { expect, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { bySubgraph, subgraphNames } from '../../config/subgraphs';
import { readinessOf } from '../../platform/remote/admin-server';
import { databaseForFile } from '../../platform/testing/database';
import { statementsDuring } from '../../platform/testing/statements';
import { dependenciesOf, spaceChecks } from './readiness';

const database = databaseForFile();

const checksOfShop = (dataFolder = process.cwd()) =>
  dependenciesOf({
    databases: bySubgraph(() => database.pool),
    shards: {},
    redis: null,
    configuration: parseConfiguration({ dataFolder }),
  });

test('questions that come one after the other share one answer of the database', async () => {
  const checks = checksOfShop();
  const sent = await statementsDuring(database.pool, async () => {
    for (let times = 0; times < 20; times += 1) {
      expect(await readinessOf(checks)).toEqual({
        ready: true,
        checks: {
          ...Object.fromEntries(
            [...subgraphNames, 'clock', 'writes'].map((name) => [`database.${name}`, 'ok']),
          ),
          'dataFolder.space': 'ok',
        },
      });
    }
  });
  // A second one if the machine hangs for 2 s.
  expect(sent.length).toBeLessThanOrEqual(2);
});

test('the disk of the data folder is a warning, and none where servers of their own are used', async () => {
  expect(await readinessOf(checksOfShop('/none/such'))).toMatchObject({
    ready: true,
    checks: { 'dataFolder.space': 'warn' },
  });
  const url = 'postgresql://here/shop';
  const elsewhere = parseConfiguration({
    redis: { url: 'redis://here' },
    database: bySubgraph(() => ({ url })),
  });
  expect(spaceChecks(elsewhere)).toEqual({});
});
