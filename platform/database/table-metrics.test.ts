import { Registry } from 'prom-client';
import { beforeAll, expect, test } from 'vitest';
import { databaseForFile } from '../testing/database';
import { silentLogger as logger } from '../testing/silent-logger';
import { measureTables } from './table-metrics';

const rows = 2_000;
const patience = { timeout: 20_000, interval: 200 };

const database = databaseForFile();

beforeAll(async () => {
  const { pool } = database;
  await pool.query('CREATE TABLE written (id int PRIMARY KEY, words text)');
  await pool.query('ALTER TABLE written SET (autovacuum_enabled = false)');
  await pool.query(
    `INSERT INTO written SELECT i, repeat('word', 100) FROM generate_series(1, $1::int) AS i`,
    [rows],
  );
  await pool.query('CREATE SCHEMA queue CREATE TABLE one (id int) CREATE TABLE two (id int)');
});

/** What a scrape would say now; a registry of its own has nothing kept from the last one. */
async function scraped(metric: string): Promise<number> {
  const registry = new Registry();
  measureTables(registry, { users: database.pool }, logger);
  const lines = (await registry.metrics()).split('\n');
  return Number(
    lines
      .find((line) => line.startsWith(metric))
      ?.split(' ')
      .at(-1),
  );
}

const written = '{room="users",table="written"}';

test('a table has its rows and bytes, with those of its indexes', async () => {
  await database.pool.query('VACUUM ANALYZE written');
  expect(await scraped(`database_table_rows${written}`)).toBe(rows);
  const { rows: sizes } = await database.pool.query<{ all: string; heap: string }>(
    `SELECT pg_table_size('written') AS heap, pg_indexes_size('written') AS all`,
  );
  const bytes = await scraped(`database_table_bytes${written}`);
  expect(bytes).toBeGreaterThan(rows * 'word'.length * 100);
  // The maps of free space and visibility are not counted.
  expect(bytes).toBeLessThanOrEqual(Number(sizes[0]?.heap) + Number(sizes[0]?.all));
});

test('changed rows are dead until they are vacuumed', async () => {
  await database.pool.query(`UPDATE written SET words = 'other'`);
  const dead = () => scraped(`database_table_dead_rows${written}`);
  await expect.poll(dead, patience).toBe(rows);
  await database.pool.query('VACUUM written');
  await expect.poll(dead, patience).toBe(0);
});

test('tables of another schema count as one', async () => {
  expect(await scraped('database_table_rows{room="users",table="queue"}')).toBe(0);
});

test('transactions that are not frozen are counted', async () => {
  const before = await scraped('database_unfrozen_transactions{room="users"}');
  for (let count = 0; count < 3; count += 1) {
    await database.pool.query('INSERT INTO queue.one VALUES (1)');
  }
  expect(await scraped('database_unfrozen_transactions{room="users"}')).toBeGreaterThan(before);
});
