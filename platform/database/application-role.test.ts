import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { silentLogger as logger } from '../testing/silent-logger';
import { grantApplicationRole } from './application-role';
import { databaseNameOf } from './ensure-database';
import { migrate } from './migrate';

const insufficientPrivilege = '42501';

let database: TestDatabase;
let name: string;
let role: string;
let url: string;
let application: Client;

const grant = () => grantApplicationRole({ ownerUrl: database.url, url, logger });

beforeEach(async () => {
  database = await createTestDatabase();
  await migrate({ url: database.url, folder: '/nonexistent', logger });
  await database.pool.query(`
    CREATE TABLE orders (id bigserial PRIMARY KEY, note text);
    CREATE TABLE log (line text);
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
    CREATE TRIGGER log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log
      FOR EACH STATEMENT EXECUTE FUNCTION refuse();
    CREATE TRIGGER orders_guard BEFORE DELETE ON orders FOR EACH ROW EXECUTE FUNCTION refuse();
    CREATE SCHEMA jobs; CREATE TABLE jobs.job (id int);`);
  name = databaseNameOf(database.url);
  role = `app_${name}`;
  const address = new URL(database.url);
  [address.username, address.password] = [role, 'not the owner'];
  url = address.href;
  await grant();
  application = new Client({ connectionString: url });
  await application.connect();
});
afterEach(async () => {
  await application.end();
  await database.pool.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  await database.drop();
});

const codeOf = async (statement: string): Promise<string> =>
  application.query(statement).then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

test('the application reads and changes rows, in every schema', async () => {
  for (const statement of [
    "INSERT INTO orders (note) VALUES ('a')",
    "UPDATE orders SET note = 'b'",
    'SELECT * FROM orders FOR UPDATE',
    'INSERT INTO jobs.job VALUES (1)',
    'DELETE FROM jobs.job',
    "INSERT INTO log VALUES ('a')",
    'SELECT * FROM log',
    'CREATE TEMPORARY TABLE scratch (id int)',
  ]) {
    expect([statement, await codeOf(statement)]).toEqual([statement, 'done']);
  }
});

test.each([
  'ALTER TABLE orders ADD COLUMN more int',
  'ALTER TABLE orders DISABLE TRIGGER orders_guard',
  'DROP TRIGGER orders_guard ON orders',
  'TRUNCATE orders',
  'DROP TABLE orders',
  'CREATE TABLE mine (id int)',
  'CREATE SCHEMA mine',
  'CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN END $$',
  "UPDATE log SET line = 'b'",
  'DELETE FROM log',
  'TRUNCATE log',
  'DELETE FROM _prisma_migrations',
  'SET session_replication_role = replica',
  'CREATE ROLE another',
])('the application may not %s', async (statement) => {
  expect(await codeOf(statement)).toBe(insufficientPrivilege);
});

test('tables of a later migration are granted, and nothing is done twice', async () => {
  expect(await grant()).toBe(false);
  await database.pool.query('CREATE TABLE later (id int)');
  expect(await codeOf('INSERT INTO later VALUES (1)')).toBe(insufficientPrivilege);
  expect(await grant()).toBe(true);
  expect(await codeOf('INSERT INTO later VALUES (1)')).toBe('done');
});

test('no other role may connect, not even to a database of an earlier version', async () => {
  const stranger = `stranger_${name}`;
  const address = new URL(database.url);
  [address.username, address.password] = [stranger, 'not the owner'];
  await database.pool.query(`CREATE ROLE ${stranger} LOGIN PASSWORD 'not the owner'`);
  const connected = async (connectionString: string) => {
    const client = new Client({ connectionString });
    await client.connect();
    await client.end();
  };
  try {
    await expect(connected(address.href)).rejects.toMatchObject({ code: insufficientPrivilege });
    await database.pool.query(`GRANT CONNECT ON DATABASE ${name} TO PUBLIC`);
    await connected(address.href);
    expect(await grant()).toBe(true);
    await expect(connected(address.href)).rejects.toMatchObject({ code: insufficientPrivilege });
    await connected(url);
    expect(await codeOf('CREATE TEMPORARY TABLE scratch (id int)')).toBe('done');
    expect(await grant()).toBe(false);
  } finally {
    await database.pool.query(`DROP ROLE ${stranger}`);
  }
});

test('functions with the rights of the owner are for the application alone', async () => {
  await database.pool.query(`CREATE FUNCTION lines() RETURNS SETOF log LANGUAGE sql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS 'TABLE log'`);
  expect(await grant()).toBe(true);
  expect(await codeOf('SELECT lines()')).toBe('done');
  const { rows } = await database.pool.query(
    `SELECT has_function_privilege('public', 'lines()', 'EXECUTE') AS "isPublic"`,
  );
  expect(rows).toEqual([{ isPublic: false }]);
  expect(await grant()).toBe(false);
});

test('rows of a guarded table are only added', async () => {
  const guarded = ['orders'];
  const grantGuarded = () => grantApplicationRole({ ownerUrl: database.url, url, guarded, logger });
  expect(await grantGuarded()).toBe(true);
  expect(await codeOf("UPDATE orders SET note = 'b'")).toBe(insufficientPrivilege);
  expect(await codeOf('DELETE FROM orders')).toBe(insufficientPrivilege);
  expect(await codeOf("INSERT INTO orders (note) VALUES ('a')")).toBe('done');
  expect(await grantGuarded()).toBe(false);
});

test('an owner that may not create the role fails with the reason', async () => {
  const owner = new URL(database.url);
  [owner.username, owner.password] = [role, 'not the owner'];
  const other = new URL(url);
  other.username = `${role}_2`;
  const failing = grantApplicationRole({ ownerUrl: owner.href, url: other.href, logger });
  await expect(failing).rejects.toThrow(
    `Cannot give the role ${role}_2 its rights in ${name}: permission denied`,
  );
});
