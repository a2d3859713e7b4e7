import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { subgraphNames } from '../../config/subgraphs';
import { databaseNameOf, withDatabase } from '../../platform/database/ensure-database';
import { queryOnce } from '../../platform/database/own-connection';
import type { Lifecycle } from '../../platform/process/lifecycle';
import { createTestDatabase } from '../../platform/testing/database';
import { openForTest } from '../../platform/testing/open-for-file';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { openRooms } from './rooms';

const home = openForTest(createTestDatabase, (opened) => opened.drop());

/** Nothing is started that would have to be stopped. */
const lifecycle = {} as Lifecycle;

test.each([
  ['databases', [], 'There is no shop here: the data folder'],
  ['secrets', subgraphNames, 'The secrets of the shop are not known here'],
])(
  'an import makes no %s of its own where there is no shop',
  async (_what, configured, message) => {
    const dataFolder = path.join(folderForTest(), 'data');
    vi.stubEnv('ORDERPROCESSING_DATA_FOLDER', dataFolder);
    for (const name of configured) {
      vi.stubEnv(
        `ORDERPROCESSING_DATABASE_${name.toUpperCase()}_URL`,
        'postgres://127.0.0.1:1/shop',
      );
    }
    await expect(openRooms(lifecycle)).rejects.toThrow(message);
    vi.unstubAllEnvs();
    expect(existsSync(dataFolder)).toBe(false);
  },
);

test.each(['orders', 'users'])('an import makes no databases where %s is empty', async (empty) => {
  const urlOf = (name: string) =>
    name === empty ? home.url : withDatabase(home.url, `${databaseNameOf(home.url)}_${name}`);
  vi.stubEnv('ORDERPROCESSING_DATA_FOLDER', path.join(folderForTest(), 'data'));
  vi.stubEnv('ORDERPROCESSING_ENCRYPTION_USERS_SECRET', 'u'.repeat(32));
  for (const name of subgraphNames) {
    vi.stubEnv(`ORDERPROCESSING_DATABASE_${name.toUpperCase()}_URL`, urlOf(name));
  }
  await expect(openRooms(lifecycle)).rejects.toThrow(
    /^The database orders \(\w+ on .*\) does not exist or is empty.* Nothing was changed/,
  );
  vi.unstubAllEnvs();
  expect(await queryOnce(home.url, 'SELECT relname FROM pg_stat_user_tables')).toEqual([]);
  await expect(queryOnce(urlOf('inventory'), 'SELECT 1')).rejects.toThrow('does not exist');
});
