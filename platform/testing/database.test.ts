import { expect, test } from 'vitest';
import { createTestDatabase } from './database';

test('gives each test file a database of its own, and drops it', async () => {
  const first = await createTestDatabase();
  const second = await createTestDatabase();
  await first.pool.query('CREATE TABLE only_here (id int8)');
  const { rows } = await second.pool.query(`SELECT to_regclass('only_here') AS found`);
  expect(rows).toEqual([{ found: null }]);
  await first.drop();
  const names = await second.pool.query(
    `SELECT count(*) AS databases FROM pg_database WHERE datname = $1`,
    [new URL(first.url).pathname.slice(1)],
  );
  expect(names.rows).toEqual([{ databases: 0n }]);
  await second.drop();
});

test('an unknown folder gives an empty database', async () => {
  const database = await createTestDatabase('there-is-none');
  const { rows } = await database.pool.query(
    `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`,
  );
  expect(rows).toEqual([]);
  await database.drop();
});
