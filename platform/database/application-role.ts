import { Client, DatabaseError, escapeIdentifier, escapeLiteral } from 'pg';
import type { Logger } from '../telemetry/logger';
import { databaseNameOf } from './ensure-database';
import { writeAnyway } from './write-anyway';

export interface ApplicationRoleOptions {
  /** The role that owns the tables. */
  readonly ownerUrl: string;
  /** The role that the application connects as; its name and password are taken from here. */
  readonly url: string;
  /** Whether only this role and superusers may connect to the database. Default: false. */
  readonly isExclusive?: boolean;
  readonly logger: Logger;
}

const connectTimeoutMs = 5_000;
const statementTimeoutMs = 30_000;
/** Two starts at once would change the same rows of the catalogue. */
const grantsLockKey = 72_707_370;
/** Roles are created by concurrent migrations of several databases of one server. */
const duplicateObject = '42710';
const uniqueViolation = '23505';

/** Schemas with tables of the application or of its libraries. */
const ownSchemas = `SELECT nspname FROM pg_namespace
  WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY nspname`;

/** Tables that a trigger called `<table>_append_only` protects: their rows are only inserted. */
const appendOnlyTables = `SELECT format('%I.%I', nspname, relname) AS name
  FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
  JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE tgname = relname || '_append_only'`;

/** Whether some table is new, an insert-only one may still be changed, or PUBLIC may connect. */
const incomplete = `SELECT $2::boolean AND has_database_privilege('public', current_database(), 'CONNECT')
  OR EXISTS (
  SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE relkind IN ('r', 'p') AND nspname !~ '^pg_' AND nspname <> 'information_schema'
    AND relname <> '_prisma_migrations'
    AND CASE WHEN EXISTS (
      SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgname = relname || '_append_only')
    THEN NOT has_table_privilege($1, pg_class.oid, 'INSERT')
      OR has_table_privilege($1, pg_class.oid, 'UPDATE')
    ELSE NOT has_table_privilege($1, pg_class.oid, 'UPDATE') END
) AS incomplete`;

async function createRole(client: Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  if (rowCount === 1) return;
  try {
    await client.query(
      `CREATE ROLE ${escapeIdentifier(role)} LOGIN PASSWORD ${escapeLiteral(password)}`,
    );
  } catch (error) {
    const code = error instanceof DatabaseError ? error.code : undefined;
    if (code !== duplicateObject && code !== uniqueViolation) throw error;
  }
}

async function grant(
  client: Client,
  role: string,
  database: string,
  isExclusive: boolean,
): Promise<void> {
  const to = escapeIdentifier(role);
  const { rows: schemas } = await client.query<{ nspname: string }>(ownSchemas);
  const { rows: appendOnly } = await client.query<{ name: string }>(appendOnlyTables);
  const onDatabase = `CONNECT, TEMPORARY ON DATABASE ${escapeIdentifier(database)}`;
  const statements = [
    `GRANT ${onDatabase} TO ${to}`,
    ...(isExclusive ? [`REVOKE ${onDatabase} FROM PUBLIC`] : []),
    ...schemas.flatMap(({ nspname }) => {
      const schema = escapeIdentifier(nspname);
      return [
        `GRANT USAGE ON SCHEMA ${schema} TO ${to}`,
        `REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${to}`,
        `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${to}`,
        `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${to}`,
      ];
    }),
    ...appendOnly.map(({ name }) => `REVOKE UPDATE, DELETE ON ${name} FROM ${to}`),
    `REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations FROM ${to}`,
  ];
  await client.query('BEGIN');
  // One transaction, so that a running application never sees its rights revoked.
  for (const statement of statements) await client.query(statement);
  await client.query('COMMIT');
}

/**
 * Lets the application's role read and change rows, and nothing else: it owns no table, so it can
 * neither alter or truncate one nor disable a trigger, and it only inserts into append-only tables.
 * Creates the role where it is missing. Call it after each migration.
 * @returns whether rights were granted; false if nothing was missing.
 * @throws Error when the owner may not create the role or does not own the tables.
 */
export async function grantApplicationRole(options: ApplicationRoleOptions): Promise<boolean> {
  const { ownerUrl, url, isExclusive = false, logger } = options;
  const { username, password } = new URL(url);
  const role = decodeURIComponent(username);
  const database = databaseNameOf(ownerUrl);
  const client = new Client({
    connectionString: ownerUrl,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    application_name: 'grant',
    options: writeAnyway,
  });
  client.on('error', (error) => logger.warn({ reason: error.message }, 'grant connection lost'));
  try {
    await client.connect();
    await client.query('SELECT pg_advisory_lock($1)', [grantsLockKey]);
    await createRole(client, role, decodeURIComponent(password));
    const { rows } = await client.query<{ incomplete: boolean }>(incomplete, [role, isExclusive]);
    if (rows[0]?.incomplete !== true) return false;
    await grant(client, role, database, isExclusive);
    logger.info({ role }, 'application role granted');
    return true;
  } catch (error) {
    const reason = (error as Error).message;
    throw new Error(`Cannot give the role ${role} its rights in ${database}: ${reason}`, {
      cause: error,
    });
  } finally {
    await client.end();
  }
}
