import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Logger } from '../telemetry/logger';
import { checksumOf, isStepwise, type Migration } from './migration-files';
import { dottedName, isConcurrent, type Statement } from './migration-statements';

/**
 * Wait of a migration for a lock. Every later request of the table waits behind it, so it gives up
 * soon and tries again.
 * @exceeded it is rolled back and tried again
 * @test platform/database/migrate-locks.test.ts
 */
export const lockWaitMs = 2_000;
/**
 * Attempts at the locks of a migration.
 * @exceeded the migration fails and leaves nothing behind
 * @test platform/database/migrate-locks.test.ts
 */
export const lockAttemptsMax = 30;
/** Pause between two attempts, in which the requests that waited are served. */
const lockPauseMs = 1_000;

export interface LockPatience {
  readonly waitMs: number;
  readonly attemptsMax: number;
  readonly pauseMs: number;
}

export const lockPatience: LockPatience = {
  waitMs: lockWaitMs,
  attemptsMax: lockAttemptsMax,
  pauseMs: lockPauseMs,
};

const lockNotAvailable = '55P03';

const isLockTimeout = (error: unknown): boolean =>
  (error as { code?: string }).code === lockNotAvailable;

async function applyInTransaction(client: Client, { name, sql }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations
         (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksumOf(sql), name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

interface Applying {
  readonly client: Client;
  readonly logger: Logger;
  readonly patience: LockPatience;
}

/** Tries again while other sessions hold a lock that it needs. */
async function applyPatiently(applying: Applying, migration: Migration): Promise<void> {
  const { client, logger, patience } = applying;
  await client.query(`SET lock_timeout = ${patience.waitMs}`);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await applyInTransaction(client, migration);
      return;
    } catch (error) {
      if (!isLockTimeout(error) || attempt >= patience.attemptsMax) throw error;
      logger.warn({ migration: migration.name, attempt }, 'migration waits for a lock');
      await pause(patience.pauseMs);
    }
  }
}

async function indexState(client: Client, name: string): Promise<'missing' | 'invalid' | 'valid'> {
  const { rows } = await client.query<{ indisvalid: boolean }>(
    'SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)',
    [name],
  );
  const [index] = rows;
  if (!index) return 'missing';
  return index.indisvalid ? 'valid' : 'invalid';
}

/**
 * Runs a statement that a crash may have interrupted before. PostgreSQL leaves an invalid index
 * then, which is dropped; a finished one is kept.
 */
async function runStep(client: Client, { node, text }: Statement): Promise<void> {
  if ('IndexStmt' in node && isConcurrent(node)) {
    const { idxname, relation } = node.IndexStmt;
    if (!idxname) throw new Error('An index that is created CONCURRENTLY needs a name.');
    const quoted = [relation?.schemaname ?? [], idxname].flat().map((part) => `"${part}"`);
    const name = quoted.join('.');
    const state = await indexState(client, name);
    if (state === 'valid') return;
    if (state === 'invalid') await client.query(`DROP INDEX CONCURRENTLY ${name}`);
  } else if ('DropStmt' in node && isConcurrent(node)) {
    const [index] = node.DropStmt.objects ?? [];
    if (index && (await indexState(client, dottedName(index))) === 'missing') return;
  }
  await client.query(text);
}

/** Counts the statements that are done in Prisma's own column, so that another process resumes. */
async function applyStepwise({ client, logger }: Applying, migration: Migration): Promise<void> {
  const { name, sql, statements, done } = migration;
  if (statements.some(({ node }) => !isConcurrent(node))) {
    throw new Error('It has statements CONCURRENTLY and others: write a migration for each kind.');
  }
  // It waits for every open transaction, but nobody waits for it.
  await client.query('SET lock_timeout = 0');
  if (done > 0) logger.info({ migration: name, done }, 'migration resumed');
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name)
     SELECT $1, $2, $3::text WHERE NOT EXISTS (
       SELECT FROM _prisma_migrations WHERE migration_name = $3::text AND rolled_back_at IS NULL)`,
    [randomUUID(), checksumOf(sql), name],
  );
  for (const [place, statement] of statements.entries()) {
    if (place < done) continue;
    await runStep(client, statement);
    await client.query(
      `UPDATE _prisma_migrations
       SET applied_steps_count = $2, finished_at = CASE WHEN $3 THEN clock_timestamp() END
       WHERE migration_name = $1 AND rolled_back_at IS NULL`,
      [name, place + 1, place + 1 === statements.length],
    );
  }
}

/** @throws Error that says what a failed migration has left behind. */
export async function applyMigration(applying: Applying, migration: Migration): Promise<void> {
  const stepwise = isStepwise(migration);
  try {
    await (stepwise ? applyStepwise : applyPatiently)(applying, migration);
  } catch (error) {
    const left = stepwise ? 'will resume where it stopped' : 'left nothing behind';
    const reason = (error as Error).message;
    throw new Error(`The migration ${migration.name} failed and ${left}: ${reason}`, {
      cause: error,
    });
  }
}
