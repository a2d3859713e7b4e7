import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { openForTest } from '../../platform/testing/open-for-file';
import { createTestDatabase } from '../testing/database';
import { silentLogger as logger } from '../testing/silent-logger';
import { folderForTest } from '../testing/temporary-folder';
import { withDatabase } from './ensure-database';
import { migrate } from './migrate';

let folder: string;

const database = openForTest(createTestDatabase, (opened) => opened.drop());
beforeEach(() => {
  folder = folderForTest();
});

function write(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'migration.sql'), sql);
}

const run = () => migrate({ url: database.url, folder, logger });

async function tables(): Promise<string[]> {
  const { rows } = await database.pool.query<{ tablename: string }>(
    `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  return rows.map(({ tablename }) => tablename);
}

test('applies new migrations once, in the order of their names', async () => {
  write('2_more', 'ALTER TABLE a ADD COLUMN more int; CREATE TABLE b (id int);');
  write('1_init', 'CREATE TABLE a (id int);');
  expect(await run()).toEqual(['1_init', '2_more']);
  expect(await run()).toEqual([]);
  write('3_last', 'CREATE TABLE c (id int);');
  expect(await run()).toEqual(['3_last']);
  expect(await tables()).toEqual(['_prisma_migrations', 'a', 'b', 'c']);
});

test('records a migration as Prisma does', async () => {
  const sql = 'CREATE TABLE a (id int);\n';
  write('1_init', sql);
  await run();
  const { rows } = await database.pool.query('SELECT * FROM _prisma_migrations');
  expect(rows).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      checksum: createHash('sha256').update(sql).digest('hex'),
      finished_at: expect.any(Date),
      migration_name: '1_init',
      logs: null,
      rolled_back_at: null,
      started_at: expect.any(Date),
      applied_steps_count: 1,
    },
  ]);
});

test('creates a database that is missing', async () => {
  write('1_init', 'CREATE TABLE a (id int);');
  const url = withDatabase(database.url, `${new URL(database.url).pathname.slice(1)}_new`);
  expect(await migrate({ url, folder, logger })).toEqual(['1_init']);
  await database.pool.query(`DROP DATABASE ${new URL(url).pathname.slice(1)}`);
});

test('two processes that migrate at once apply each file once', async () => {
  write('1_init', 'CREATE TABLE a (id int); SELECT pg_sleep(0.3);');
  write('2_more', 'CREATE TABLE b (id int);');
  const applied = await Promise.all([run(), run(), run()]);
  expect(applied.flat().sort()).toEqual(['1_init', '2_more']);
});

test('a file that fails leaves nothing behind and can be fixed', async () => {
  write('1_init', 'CREATE TABLE a (id int);');
  write('2_bad', 'CREATE TABLE b (id int); SELECT 1 / 0;');
  await expect(run()).rejects.toThrow(/2_bad failed and left nothing behind: division by zero/);
  expect(await tables()).toEqual(['_prisma_migrations', 'a']);
  write('2_bad', 'CREATE TABLE b (id int);');
  expect(await run()).toEqual(['2_bad']);
});

test('refuses a file that was changed after it was applied', async () => {
  write('1_init', 'CREATE TABLE a (id int);');
  await run();
  write('1_init', 'CREATE TABLE a (id int8);');
  write('2_more', 'CREATE TABLE b (id int);');
  await expect(run()).rejects.toThrow(/1_init was changed after it was applied/);
  expect(await tables()).toEqual(['_prisma_migrations', 'a']);
});

test('other line endings are not a change', async () => {
  write('1_init', 'CREATE TABLE a (\n  id int\n);\n');
  await run();
  write('1_init', 'CREATE TABLE a (\r\n  id int\r\n);\r\n');
  expect(await run()).toEqual([]);
});

test('leaves the migrations of a newer version alone', async () => {
  write('1_init', 'CREATE TABLE a (id int);');
  write('2_newer', 'CREATE TABLE b (id int);');
  await run();
  rmSync(join(folder, '2_newer'), { recursive: true });
  expect(await run()).toEqual([]);
});

test('stops at a migration that Prisma began and never finished', async () => {
  write('1_init', 'CREATE TABLE a (id int);');
  await run();
  await database.pool.query('UPDATE _prisma_migrations SET finished_at = NULL');
  await expect(run()).rejects.toThrow(/begun and never finished/);
});

test('names the database that cannot be reached, without its password', async () => {
  const url = 'postgresql://somebody:hidden@127.0.0.1:1/nowhere';
  const failure = migrate({ url, folder, logger }).catch((error: Error) => error.message);
  expect(await failure).toMatch(
    /^Cannot use the database nowhere on 127.0.0.1:1: .*ECONNREFUSED.*\. Check its server/,
  );
  expect(await failure).not.toContain('hidden');
});

test('says why it failed when the connection is lost in a migration', async () => {
  write('1_init', 'SELECT pg_terminate_backend(pg_backend_pid());');
  await expect(run()).rejects.toThrow(/terminating connection/);
});
