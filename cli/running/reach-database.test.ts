import { expect, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { databaseForFile } from '../../platform/testing/database';
import { reachDatabase } from './reach-database';

const server = databaseForFile('inventory');
const pooler = databaseForFile('inventory');

const reached = (addresses: object): Promise<string> =>
  reachDatabase(
    parseConfiguration({ environment: 'test', database: { inventory: addresses } }),
    'inventory',
  );

test('a command uses the configured database', async () => {
  expect(await reached({ url: server.url })).toBe(server.url);
});

test('a command goes past a pooler, whose limit of statements it would exceed', async () => {
  expect(await reached({ url: pooler.url, directUrl: server.url })).toBe(server.url);
});
