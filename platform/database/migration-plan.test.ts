import { expect, test } from 'vitest';
import type { Migration } from './migration-files';
import { planOf } from './migration-plan';
import { statementsOf } from './migration-statements';

const migration = async (name: string, sql: string, done = 0): Promise<Migration> => ({
  name,
  sql,
  statements: await statementsOf(sql),
  done,
});

test('lists the statements, and their locks on existing tables', async () => {
  const sql = `
    -- A new table, and a column.
    CREATE TABLE parts (id int, account_id int REFERENCES accounts);
    CREATE INDEX parts_account ON parts (account_id); /* nobody waits */
    ALTER TABLE accounts
      ADD COLUMN note text;`;
  expect(planOf([await migration('1_parts', sql)])).toEqual([
    {
      name: '1_parts',
      inTransaction: true,
      done: 0,
      statements: [
        {
          sql: 'CREATE TABLE parts (id int, account_id int REFERENCES accounts)',
          locks: [{ table: 'accounts', mode: 'SHARE ROW EXCLUSIVE', blocks: 'writes' }],
        },
        { sql: 'CREATE INDEX parts_account ON parts (account_id)', locks: [] },
        {
          sql: 'ALTER TABLE accounts ADD COLUMN note text',
          locks: [{ table: 'accounts', mode: 'ACCESS EXCLUSIVE', blocks: 'reads and writes' }],
        },
      ],
    },
  ]);
});

test('leaves out what an interrupted run has applied', async () => {
  const sql =
    'CREATE INDEX CONCURRENTLY a ON accounts (a); CREATE INDEX CONCURRENTLY b ON accounts (b);';
  const [plan] = planOf([await migration('2_indexes', sql, 1)]);
  expect(plan).toMatchObject({ inTransaction: false, done: 1 });
  expect(plan?.statements.map((statement) => statement.sql)).toEqual([
    'CREATE INDEX CONCURRENTLY b ON accounts (b)',
  ]);
});
