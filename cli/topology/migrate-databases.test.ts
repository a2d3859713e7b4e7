import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { bySubgraph, subgraphNames } from '../../config/subgraphs';
import { withDatabase } from '../../platform/database/ensure-database';
import { openDataFolder } from '../../platform/process/data-folder';
import { createLifecycle, type Lifecycle } from '../../platform/process/lifecycle';
import { createTestDatabase } from '../../platform/testing/database';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { giveUp, migrateDatabases, planMigrations } from './migrate-databases';

let dataFolder: string;
/** Nothing is started that would have to be stopped. */
const lifecycle = {} as Lifecycle;

beforeEach(() => {
  dataFolder = path.join(folderForTest(), 'data');
  vi.stubEnv('ORDERPROCESSING_DATA_FOLDER', dataFolder);
});
afterEach(() => void vi.unstubAllEnvs());

test('the plan of a folder without databases has all migrations, and creates no database', async () => {
  const { users, orders } = await planMigrations(lifecycle);
  expect([users.length, orders.length]).not.toContain(0);
  expect(existsSync(dataFolder)).toBe(false);
});

test('no migration is given up in a folder without databases, and none is created', async () => {
  await expect(giveUp(lifecycle, '20261129000100_index')).rejects.toThrow(/has no databases/);
  expect(existsSync(dataFolder)).toBe(false);
});

test('the embedded databases of a shop that runs are not migrated, and it says what to stop', async () => {
  const { release } = openDataFolder(dataFolder);
  await expect(migrateDatabases(lifecycle)).rejects.toThrow(
    /The shop runs \(process \d+\).*Nothing was changed\. Call orderprocessing stop/,
  );
  release();
});

test('a plan is refused like its migration where a database was lost', async () => {
  const opened = await Promise.all(subgraphNames.map((name) => createTestDatabase(name)));
  onTestFinished(async () => {
    for (const database of opened) await database.drop();
  });
  const use = (name: string, url = '') =>
    vi.stubEnv(`ORDERPROCESSING_DATABASE_${name.toUpperCase()}_URL`, url);
  for (const [at, name] of subgraphNames.entries()) use(name, opened[at]?.url);
  const running = createLifecycle({ logger: () => null, signals: false });
  expect(await migrateDatabases(running)).toEqual(bySubgraph(() => []));
  expect(await planMigrations(running)).toEqual(bySubgraph(() => []));
  use('orders', withDatabase(opened[0]?.url ?? '', 'a_database_that_was_dropped'));
  for (const call of [migrateDatabases, planMigrations]) {
    await expect(call(running)).rejects.toThrow(/The database orders .* Nothing was changed\./);
  }
});
