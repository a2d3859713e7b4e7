import { beforeAll, expect, test } from 'vitest';
import { databaseForFile } from '../testing/database';
import { type LockMode, locksOf } from './migration-locks';
import { statementsOf } from './migration-statements';

const database = databaseForFile();

beforeAll(async () => {
  await database.pool.query(`
    CREATE TABLE people (id int PRIMARY KEY, name varchar(10), CONSTRAINT named CHECK (name <> '') NOT VALID);
    CREATE TABLE accounts (id int PRIMARY KEY, parent int);
    CREATE INDEX accounts_parent ON accounts (parent);
    CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER noted AFTER INSERT ON people EXECUTE FUNCTION nothing();
    CREATE VIEW named_people AS SELECT id FROM people;
  `);
});

/** The modes by their names in pg_locks, from the weakest. */
const modes: Readonly<Record<string, LockMode>> = {
  RowShareLock: 'ROW SHARE',
  RowExclusiveLock: 'ROW EXCLUSIVE',
  ShareUpdateExclusiveLock: 'SHARE UPDATE EXCLUSIVE',
  ShareLock: 'SHARE',
  ShareRowExclusiveLock: 'SHARE ROW EXCLUSIVE',
  AccessExclusiveLock: 'ACCESS EXCLUSIVE',
};
const strength = Object.values(modes);

/** The strongest lock of the session on each relation that there was before the statement. */
async function takenBy(sql: string): Promise<Map<string, LockMode>> {
  const client = await database.pool.connect();
  try {
    const { rows: before } = await client.query<{ oid: number; relname: string }>(
      `SELECT oid, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace`,
    );
    const names = new Map(before.map(({ oid, relname }) => [oid, relname]));
    await client.query('BEGIN');
    await client.query(sql);
    const { rows } = await client.query<{ relation: number; mode: string }>(
      `SELECT relation, mode FROM pg_locks WHERE pid = pg_backend_pid() AND relation IS NOT NULL`,
    );
    const taken = new Map<string, LockMode>();
    for (const { relation, mode } of rows) {
      const name = names.get(relation);
      const own = modes[mode];
      if (name === undefined || own === undefined) continue;
      const other = taken.get(name);
      if (!other || strength.indexOf(own) > strength.indexOf(other)) taken.set(name, own);
    }
    return taken;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

test.each([
  'CREATE TABLE parts (id int)',
  'CREATE TABLE parts (id int, parent int REFERENCES people)',
  'CREATE INDEX more ON accounts (id, parent)',
  'CREATE TRIGGER more AFTER INSERT ON accounts EXECUTE FUNCTION nothing()',
  'DROP TRIGGER noted ON people',
  'DROP VIEW named_people',
  'DROP TABLE accounts',
  'TRUNCATE accounts',
  'ALTER TABLE accounts ADD COLUMN note text',
  'ALTER TABLE accounts ADD COLUMN other int REFERENCES people',
  'ALTER TABLE accounts ADD CONSTRAINT of FOREIGN KEY (parent) REFERENCES people NOT VALID',
  'ALTER TABLE accounts ADD CONSTRAINT known CHECK (parent > 0) NOT VALID',
  'ALTER TABLE people VALIDATE CONSTRAINT named',
  'ALTER TABLE accounts ALTER COLUMN parent SET STATISTICS 1000',
  'ALTER TABLE accounts SET (fillfactor = 90)',
  'ALTER TABLE people DISABLE TRIGGER noted',
  'ALTER TABLE accounts RENAME COLUMN parent TO customer',
  'ALTER TABLE accounts RENAME TO others',
  `UPDATE people SET name = 'x'`,
  `INSERT INTO people (id) VALUES (1)`,
  'DELETE FROM accounts',
])('PostgreSQL takes the locks that are said of %s', async (sql) => {
  const [statement] = await statementsOf(sql);
  const said = statement ? locksOf(statement.node) : [];
  const taken = await takenBy(sql);
  for (const { table, mode } of said) expect([table, taken.get(table)]).toEqual([table, mode]);
  const known = new Set(said.map(({ table }) => table));
  // Indexes are locked with their tables.
  const unsaid = [...taken.keys()].filter((name) => ['accounts', 'people'].includes(name));
  expect(unsaid.filter((name) => !known.has(name) && taken.get(name) !== 'ROW SHARE')).toEqual([]);
});

test('an index that is dropped locks its table, which only the database knows', async () => {
  const sql = 'DROP INDEX accounts_parent';
  const [statement] = await statementsOf(sql);
  const mode = 'ACCESS EXCLUSIVE';
  expect(statement && locksOf(statement.node)).toEqual([
    { table: 'the table of accounts_parent', mode },
  ]);
  expect((await takenBy(sql)).get('accounts')).toBe(mode);
});

test('statements that run without a transaction allow writes', async () => {
  const [create, drop] = await statementsOf(
    'CREATE INDEX CONCURRENTLY i ON accounts (id); DROP INDEX CONCURRENTLY accounts_parent;',
  );
  expect(create && locksOf(create.node)).toEqual([
    { table: 'accounts', mode: 'SHARE UPDATE EXCLUSIVE' },
  ]);
  expect(drop && locksOf(drop.node)).toEqual([]);
});
