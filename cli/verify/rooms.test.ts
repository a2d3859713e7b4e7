import 'reflect-metadata';
import { expect, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { shardCount } from '../../config/schema/shards';
import { bySubgraph, shardedSubgraph } from '../../config/subgraphs';
import { databaseForFile } from '../../platform/testing/database';
import { Tally } from '../../verify/tally';
import { compare } from './run';

const databases = bySubgraph((name) => databaseForFile(name));
const second = databaseForFile(shardedSubgraph);

test('a shop with orders in two databases is compared, without its public schema', async () => {
  const half = shardCount / 2;
  const shards = [
    { from: 0, to: half - 1, url: databases[shardedSubgraph].url },
    { from: half, to: shardCount - 1, url: second.url },
  ];
  const configuration = parseConfiguration({
    environment: 'test',
    database: {
      ...bySubgraph((name) => ({ url: databases[name].url })),
      [shardedSubgraph]: { shards },
    },
  });
  const tally = new Tally();
  const auditHeads = { all: () => [] };
  const compared = { configuration, ledger: null, auditHeads };
  expect(await compare(compared, { json: true }, tally)).toBe(0);
  // Both are read.
  await second.pool.query('DROP TABLE idempotency_keys');
  await expect(compare(compared, { json: true }, tally)).rejects.toThrow();
});
