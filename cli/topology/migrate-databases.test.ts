import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
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
  const names = ['users', 'inventory', 'orders'] as const;
  const opened = await Promise.all(names.map((name) => createTestDatabase(name)));
  const urls = new Map(names.map((name, at) => [name, opened[at]?.url ?? '']));
  onTestFinished(async () => {
    for (const database of opened) await database.drop();
  });
  for (const [name, url] of urls)
    vi.stubEnv(`ORDERPROCESSING_DATABASE_${name.toUpperCase()}_URL`, url);
  const running = createLifecycle({ logger: () => null, signals: false });
  expect(await migrateDatabases(running)).toEqual({ users: [], inventory: [], orders: [] });
  expect(await planMigrations(running)).toEqual({ users: [], inventory: [], orders: [] });
  const lost = withDatabase(urls.get('orders') ?? '', 'a_database_that_was_dropped');
  vi.stubEnv('ORDERPROCESSING_DATABASE_ORDERS_URL', lost);
  for (const call of [migrateDatabases, planMigrations]) {
    await expect(call(running)).rejects.toThrow(/The database orders .* Nothing was changed\./);
  }
});
