import { expect, test } from 'vitest';
import { bySubgraph, subgraphNames } from '../../config/subgraphs';
import { readinessOf } from '../../platform/remote/admin-server';
import { databaseForFile } from '../../platform/testing/database';
import { statementsDuring } from '../../platform/testing/statements';
import { dependenciesOf } from './readiness';

const database = databaseForFile();

const checksOfShop = () =>
  dependenciesOf({
    databases: bySubgraph(() => database.pool),
    shards: {},
    redis: null,
    clockOffsetSecondsMax: 5,
  });

test('questions that come one after the other share one answer of the database', async () => {
  const checks = checksOfShop();
  const sent = await statementsDuring(database.pool, async () => {
    for (let times = 0; times < 20; times += 1) {
      expect(await readinessOf(checks)).toEqual({
        ready: true,
        checks: Object.fromEntries(
          [...subgraphNames, 'clock', 'writes'].map((name) => [`database.${name}`, 'ok']),
        ),
      });
    }
  });
  // A second one if the machine hangs for 2 s.
  expect(sent.length).toBeLessThanOrEqual(2);
});
