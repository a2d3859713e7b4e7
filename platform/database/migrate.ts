import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Logger } from '../telemetry/logger';
import { ensureDatabase } from './ensure-database';

export interface MigrateOptions {
  readonly url: string;
  /** Prisma's own layout: `<folder>/<time>_<name>/migration.sql`. */
  readonly folder: string;
  readonly logger: Logger;
}

interface Migration {
  readonly name: string;
  readonly sql: string;
}

interface AppliedMigration {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
  readonly rolled_back_at: Date | null;
}

const connectTimeoutMs = 5_000;
/** Time to wait for another process that migrates the same database. */
const lockTimeoutMs = 120_000;

/** The advisory lock that Prisma's engine takes, so that the two never run at the same time. */
const prismaLockKey = 72_707_369;

/** Exactly as Prisma's schema engine creates it. */
const createTable = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;

/** As Prisma records it: SHA-256 of the file in hex. */
function checksumOf(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}

/** A checkout may have converted line endings, which Prisma does not count as a change either. */
function matches(sql: string, checksum: string): boolean {
  const unix = sql.replaceAll('\r\n', '\n');
  return [sql, unix, unix.replaceAll('\n', '\r\n')].some((text) => checksumOf(text) === checksum);
}

/** The migrations of a folder by name; none if there is no folder. */
async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      sql: await readFile(join(folder, name, 'migration.sql'), 'utf8'),
    })),
  );
}

/** The pending migrations. Throws when the database and the files disagree. */
function pendingOf(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): Migration[] {
  const valid = applied.filter((row) => row.rolled_back_at === null);
  const unfinished = valid.find((row) => row.finished_at === null);
  if (unfinished) {
    throw new Error(
      `The migration ${unfinished.migration_name} was begun and never finished: repair the` +
        ' database, then mark it with `prisma migrate resolve`.',
    );
  }
  return migrations.filter(({ name, sql }) => {
    const row = valid.find((candidate) => candidate.migration_name === name);
    if (row && !matches(sql, row.checksum)) {
      throw new Error(
        `The migration ${name} was changed after it was applied: put its file back as it was,` +
          ' and write a new migration for the change.',
      );
    }
    return !row;
  });
}

async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO _prisma_migrations
         (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksumOf(migration.sql), migration.name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    const reason = (error as Error).message;
    throw new Error(`The migration ${migration.name} failed and left nothing behind: ${reason}`, {
      cause: error,
    });
  }
}

async function applyPending(client: Client, migrations: readonly Migration[]): Promise<string[]> {
  await client.query(`SET lock_timeout = ${lockTimeoutMs}`);
  await client.query('SELECT pg_advisory_lock($1)', [prismaLockKey]);
  await client.query('SET lock_timeout = 0');
  await client.query(createTable);
  const { rows } = await client.query<AppliedMigration>(
    'SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations',
  );
  const pending = pendingOf(migrations, rows);
  for (const migration of pending) await apply(client, migration);
  return pending.map(({ name }) => name);
}

/**
 * Brings a database to the newest migration of a folder, creating it first where it is missing.
 * It does what `prisma migrate deploy` does, in the same table and under the same lock, without
 * the engine that has to be downloaded. One transaction a file: a file that fails leaves nothing,
 * and one that cannot run in a transaction (CREATE INDEX CONCURRENTLY) needs Prisma's own command.
 * Migrations that only the database has belong to a newer version and are ignored.
 * @returns the names of the migrations applied by this call.
 * @throws Error when a file fails, or an applied one was changed since.
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const migrations = await readMigrations(options.folder);
  await ensureDatabase(options.url);
  const client = new Client({
    connectionString: options.url,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'migrate',
  });
  client.on('error', (error) =>
    options.logger.warn({ reason: error.message }, 'migration connection lost'),
  );
  try {
    await client.connect();
    const applied = await applyPending(client, migrations);
    if (applied.length > 0) options.logger.info({ migrations: applied }, 'database migrated');
    return applied;
  } finally {
    // Ending the session also frees the advisory lock.
    await client.end();
  }
}
