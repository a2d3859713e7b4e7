import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDataFolder } from '../../platform/process/data-folder';
import type { Lifecycle } from '../../platform/process/lifecycle';
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
