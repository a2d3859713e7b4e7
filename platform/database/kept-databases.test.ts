import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../testing/database';
import { openForTest } from '../testing/open-for-file';
import { silentLogger as logger } from '../testing/silent-logger';
import { folderForTest } from '../testing/temporary-folder';
import { databaseNameOf, withDatabase } from './ensure-database';
import { demandNoneLost } from './kept-databases';
import { migrate } from './migrate';
import { queryOnce } from './own-connection';

const home = openForTest(createTestDatabase, (opened) => opened.drop());
let folder: string;

/** Databases that do not exist yet. */
const installed = (...names: string[]) =>
  names.map((name) => ({
    name,
    key: name,
    url: withDatabase(home.url, `${databaseNameOf(home.url)}_${name}`),
  }));
const all = () => installed('goods', 'people', 'reviews');
const drop = (name: string) =>
  home.pool.query(`DROP DATABASE IF EXISTS ${databaseNameOf(home.url)}_${name}`);

/** A start: checks, migrates as many of the databases as are given, and records them if it gets there. */
async function start(
  databases = all(),
  { endsAfter = databases.length, created = [] as string[] } = {},
) {
  const record = await demandNoneLost(databases, created);
  for (const { url } of databases.slice(0, endsAfter)) await migrate({ url, folder, logger });
  if (endsAfter === databases.length) await record(logger);
}

beforeEach(() => {
  folder = folderForTest();
  mkdirSync(join(folder, '1_init'));
  writeFileSync(join(folder, '1_init', 'migration.sql'), 'CREATE TABLE kept (id int);');
});
afterEach(async () => {
  for (const { name } of all()) await drop(name);
});

test('a first start that was interrupted resumes, however far it came', async () => {
  for (let endsAfter = 0; endsAfter <= all().length; endsAfter += 1) {
    await start(all(), { endsAfter });
  }
  await start();
});

test('a database that was dropped or emptied is not created again, unless it is named', async () => {
  await start();
  await drop('people');
  await expect(start()).rejects.toThrow(
    /^The database people \(\w+_people on [\w.]+:\d+\) does not exist or is empty, .* --create people /,
  );
  await expect(start(all(), { created: ['goods'] })).rejects.toThrow('The database people');
  await expect(start(all(), { created: ['peeple'] })).rejects.toThrow(
    'There is no database peeple. There are: goods, people, reviews.',
  );
  await start(all(), { endsAfter: 2, created: ['people'] });
  await start();
  await queryOnce(all()[0]?.url ?? '', 'DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  await expect(start()).rejects.toThrow('The database goods (');
});

test('all of them together, and one that the shop has never had, are created', async () => {
  await start(all().slice(0, 2));
  await start();
  for (const { name } of all()) await drop(name);
  await start();
});
