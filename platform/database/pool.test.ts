import { types } from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../testing/database';
import { openForFile } from '../testing/open-for-file';
import { inTransaction } from './pool';

const database = openForFile(createTestDatabase, (opened) => opened.drop());

beforeAll(async () => {
  await database.pool.query('CREATE TABLE counters (id int8 PRIMARY KEY, value int8 NOT NULL)');
});

test('reads int8 as bigint, alone and in arrays, without changing the parsers of pg', async () => {
  const { rows } = await database.pool.query(
    `SELECT 9007199254740993::int8 AS big, ARRAY[1, NULL]::int8[] AS many, 7::int4 AS small`,
  );
  expect(rows).toEqual([{ big: 9007199254740993n, many: [1n, null], small: 7 }]);
  expect(types.getTypeParser(types.builtins.INT8)('7')).toBe('7');
});

test('commits what a transaction did', async () => {
  const answer = await inTransaction(database.pool, async (transaction) => {
    await transaction.query('INSERT INTO counters VALUES (1, 10)');
    return 'done';
  });
  expect(answer).toBe('done');
  const { rows } = await database.pool.query('SELECT value FROM counters WHERE id = 1');
  expect(rows).toEqual([{ value: 10n }]);
});

test('rolls back when the action throws, and rethrows the error', async () => {
  const failing = inTransaction(database.pool, async (transaction) => {
    await transaction.query('INSERT INTO counters VALUES (2, 20)');
    throw new Error('thought better of it');
  });
  await expect(failing).rejects.toThrow('thought better of it');
  const { rows } = await database.pool.query('SELECT value FROM counters WHERE id = 2');
  expect(rows).toEqual([]);
});

test('a connection that is lost in a transaction is replaced', async () => {
  const failing = inTransaction(database.pool, (transaction) =>
    transaction.query('SELECT pg_terminate_backend(pg_backend_pid())'),
  );
  await expect(failing).rejects.toThrow();
  const { rows } = await database.pool.query('SELECT 1 AS alive');
  expect(rows).toEqual([{ alive: 1 }]);
});
