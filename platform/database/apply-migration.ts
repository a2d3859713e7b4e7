import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Logger } from '../telemetry/logger';
import { applyStepwise } from './apply-stepwise';
import { checksumOf, failedMigration, isStepwise, type Migration } from './migration-files';
import { inOwnTransaction } from './own-transaction';

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

function applyInTransaction(client: Client, { name, sql }: Migration): Promise<void> {
  return inOwnTransaction(client, async () => {
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations
         (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksumOf(sql), name],
    );
  });
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

/** @throws Error that says what a failed migration has left behind. */
export async function applyMigration(applying: Applying, migration: Migration): Promise<void> {
  if (isStepwise(migration)) return applyStepwise(applying.client, applying.logger, migration);
  try {
    await applyPatiently(applying, migration);
  } catch (error) {
    throw failedMigration(migration.name, 'left nothing behind', error);
  }
}
