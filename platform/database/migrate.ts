import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Logger } from '../telemetry/logger';
import { applyMigration, type LockPatience, lockPatience } from './apply-migration';
import { ensureDatabase } from './ensure-database';
import {
  type AppliedMigration,
  type Migration,
  pendingOf,
  readMigrations,
} from './migration-files';
import { connectTimeoutMs, withClient } from './own-connection';
import { writeAnyway } from './write-anyway';

export interface MigrationTarget {
  readonly url: string;
  readonly logger: Logger;
}

export interface MigrateOptions extends MigrationTarget {
  /** Prisma's own layout: `<folder>/<time>_<name>/migration.sql`. */
  readonly folder: string;
  /** Replaced in tests. */
  readonly patience?: LockPatience;
}

/** Time to wait for another process that migrates the same database. */
const turnDeadlineMs = 120_000;
const turnPauseMs = 100;

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

/**
 * Asks again and again, because a session that waits for the lock holds a snapshot, and CREATE INDEX
 * CONCURRENTLY of the holder waits for every snapshot.
 */
export async function takeTurn(client: Client): Promise<void> {
  const deadline = performance.now() + turnDeadlineMs;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS taken',
      [prismaLockKey],
    );
    if (rows[0]?.taken) return;
    if (performance.now() > deadline) {
      throw new Error(`Another process has migrated for ${turnDeadlineMs / 1_000} s: try later.`);
    }
    await pause(turnPauseMs);
  }
}

async function readApplied(client: Client): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    `SELECT migration_name, checksum, finished_at, rolled_back_at, applied_steps_count
     FROM _prisma_migrations`,
  );
  return rows;
}

/** Its end also frees the advisory lock. */
export function connected<Result>(
  { url, logger }: MigrationTarget,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const connection = {
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'migrate',
    options: writeAnyway,
  };
  return withClient(connection, work, ({ message }) =>
    logger.warn({ reason: message }, 'migration connection lost'),
  );
}

/**
 * Brings a database to the newest migration of a folder, creating it first where it is missing.
 * It does what `prisma migrate deploy` does, in the same table and under the same lock, without
 * the engine that has to be downloaded. One transaction a file: a file that fails leaves nothing.
 * Statements CONCURRENTLY run one by one, and resume where a process stopped.
 * Migrations that only the database has belong to a newer version and are ignored.
 * @returns the names of the migrations applied by this call.
 * @throws Error when a file fails, or an applied one was changed since.
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const { logger, patience = lockPatience } = options;
  const migrations = await readMigrations(options.folder);
  await ensureDatabase(options.url);
  return connected(options, async (client) => {
    await takeTurn(client);
    await client.query(createTable);
    const pending = await pendingOf(migrations, await readApplied(client));
    for (const migration of pending) await applyMigration({ client, logger, patience }, migration);
    const applied = pending.map(({ name }) => name);
    if (applied.length > 0) logger.info({ migrations: applied }, 'database migrated');
    return applied;
  });
}

const missingDatabase = '3D000';

/**
 * The migrations that `migrate` would apply now. It changes nothing, and a database that does not
 * exist needs all of them.
 */
export async function pendingMigrations(options: MigrateOptions): Promise<Migration[]> {
  const migrations = await readMigrations(options.folder);
  try {
    return await connected(options, async (client) => {
      const { rows } = await client.query<{ table: string | null }>(
        `SELECT to_regclass('_prisma_migrations')::text AS table`,
      );
      return rows[0]?.table
        ? pendingOf(migrations, await readApplied(client))
        : pendingOf(migrations, []);
    });
  } catch (error) {
    if ((error as { code?: string }).code === missingDatabase) return pendingOf(migrations, []);
    throw error;
  }
}
