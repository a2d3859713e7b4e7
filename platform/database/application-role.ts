import { type Client, DatabaseError, escapeIdentifier, escapeLiteral } from 'pg';
import type { Logger } from '../telemetry/logger';
import { databaseNameOf } from './ensure-database';
import { connectTimeoutMs, withClient } from './own-connection';
import { inOwnTransaction } from './own-transaction';
import { writeAnyway } from './write-anyway';

export interface ApplicationRoleOptions {
  /** The role that owns the tables. */
  readonly ownerUrl: string;
  /** The role that the application connects as; its name and password are taken from here. */
  readonly url: string;
  /** Tables whose rows the application only reads and inserts. Default: none. */
  readonly guarded?: readonly string[] | undefined;
  readonly logger: Logger;
}

const statementTimeoutMs = 30_000;
/** Two starts at once would change the same rows of the catalogue. */
const grantsLockKey = 72_707_370;
/** Roles are created by concurrent migrations of several databases of one server. */
const duplicateObject = '42710';
const uniqueViolation = '23505';

/** Schemas with tables of the application or of its libraries. */
const ownSchemas = `SELECT nspname FROM pg_namespace
  WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY nspname`;

/** Tables whose rows are only inserted: those that a trigger `<table>_append_only` protects, and $1. */
const insertOnlyTables = `SELECT pg_class.oid, format('%I.%I', nspname, relname) AS name
  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE relkind IN ('r', 'p') AND (nspname = 'public' AND relname = ANY ($1) OR EXISTS (
    SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgname = relname || '_append_only'))`;

/** Functions that act with the rights of their owner. */
const definerFunctions = `SELECT pg_proc.oid, pg_proc.oid::regprocedure::text AS name FROM pg_proc
  JOIN pg_namespace ON pg_namespace.oid = pronamespace
  WHERE prosecdef AND pg_has_role(proowner, 'USAGE')
    AND nspname !~ '^pg_' AND nspname <> 'information_schema'`;

/** Whether PUBLIC may connect to a database of the current role, which may change that. */
const isOpen = `SELECT has_database_privilege('public', oid, 'CONNECT')
    AND pg_has_role(datdba, 'USAGE') AS "isOpen"
  FROM pg_database WHERE datname = current_database()`;

/** Whether some table or function is new, or an insert-only table may be changed otherwise. */
const incomplete = `WITH insert_only AS (${insertOnlyTables}) SELECT EXISTS (
  SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE relkind IN ('r', 'p') AND nspname !~ '^pg_' AND nspname <> 'information_schema'
    AND relname <> '_prisma_migrations'
    AND CASE WHEN pg_class.oid IN (SELECT oid FROM insert_only)
    THEN NOT has_table_privilege($2, pg_class.oid, 'INSERT')
      OR has_table_privilege($2, pg_class.oid, 'UPDATE')
    ELSE NOT has_table_privilege($2, pg_class.oid, 'UPDATE') END
) OR EXISTS (
  SELECT FROM (${definerFunctions}) definer
  WHERE NOT has_function_privilege($2, oid, 'EXECUTE')
    OR has_function_privilege('public', oid, 'EXECUTE')
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

interface Rights {
  readonly role: string;
  readonly database: string;
  readonly insertOnly: readonly string[];
  readonly isOpen: boolean;
}

async function grant(client: Client, rights: Rights): Promise<void> {
  const to = escapeIdentifier(rights.role);
  const { rows: schemas } = await client.query<{ nspname: string }>(ownSchemas);
  const { rows: tables } = await client.query<{ name: string }>(insertOnlyTables, [
    rights.insertOnly,
  ]);
  const { rows: functions } = await client.query<{ name: string }>(definerFunctions);
  const onDatabase = `CONNECT, TEMPORARY ON DATABASE ${escapeIdentifier(rights.database)}`;
  const statements = [
    `GRANT ${onDatabase} TO ${to}`,
    ...(rights.isOpen ? [`REVOKE ${onDatabase} FROM PUBLIC`] : []),
    ...schemas.flatMap(({ nspname }) => {
      const schema = escapeIdentifier(nspname);
      return [
        `GRANT USAGE ON SCHEMA ${schema} TO ${to}`,
        `REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${to}`,
        `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${to}`,
        `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${to}`,
      ];
    }),
    ...tables.map(({ name }) => `REVOKE UPDATE, DELETE ON ${name} FROM ${to}`),
    ...functions.flatMap(({ name }) => [
      `REVOKE EXECUTE ON FUNCTION ${name} FROM PUBLIC`,
      `GRANT EXECUTE ON FUNCTION ${name} TO ${to}`,
    ]),
    `REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations FROM ${to}`,
  ];
  // One transaction, so that a running application never sees its rights revoked.
  await inOwnTransaction(client, async () => {
    for (const statement of statements) await client.query(statement);
  });
}

/**
 * Lets the application's role read and change rows, and nothing else: it owns no table, so it can
 * neither alter or truncate one nor disable a trigger, and it only reads and inserts rows of
 * append-only and guarded tables. It alone calls functions that act with the rights of the owner,
 * and may connect. Creates the role where it is missing. Call it after each migration.
 * @returns whether rights were granted; false if nothing was missing.
 * @throws Error when the owner may not create the role or does not own the tables.
 */
export async function grantApplicationRole(options: ApplicationRoleOptions): Promise<boolean> {
  const { ownerUrl, url, guarded: insertOnly = [], logger } = options;
  const { username, password } = new URL(url);
  const role = decodeURIComponent(username);
  const database = databaseNameOf(ownerUrl);
  const connection = {
    connectionString: ownerUrl,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    application_name: 'grant',
    options: writeAnyway,
  };
  const onLost = ({ message }: Error) => logger.warn({ reason: message }, 'grant connection lost');
  const work = async (client: Client) => {
    await client.query('SELECT pg_advisory_lock($1)', [grantsLockKey]);
    await createRole(client, role, decodeURIComponent(password));
    const { rows: open } = await client.query<{ isOpen: boolean }>(isOpen);
    const rights = { role, database, insertOnly, isOpen: open[0]?.isOpen === true };
    const { rows } = await client.query<{ incomplete: boolean }>(incomplete, [insertOnly, role]);
    if (rows[0]?.incomplete !== true && !rights.isOpen) return false;
    await grant(client, rights);
    logger.info({ role }, 'application role granted');
    return true;
  };
  return withClient(connection, work, onLost).catch((error: Error) => {
    const what = `Cannot give the role ${role} its rights in ${database}`;
    throw new Error(`${what}: ${error.message}`, { cause: error });
  });
}
