import { join, resolve } from 'node:path';
import { clusterFolders } from '../database/embedded-cluster';
import { type PgBackRest, PgBackRestError, runPgBackRest } from './pgbackrest';

const deadlineMs = 60_000;

/** Archives a segment as PostgreSQL does. @returns why that fails; null if it does not. */
export async function whyNotArchived(
  pgBackRest: PgBackRest,
  dataFolder: string,
  segment: string,
): Promise<string | null> {
  const file = join(clusterFolders(resolve(dataFolder)).data, 'pg_wal', segment);
  try {
    await runPgBackRest(pgBackRest, 'archive-push', [], { deadlineMs, operands: [file] });
    return null;
  } catch (error) {
    if (error instanceof PgBackRestError) return error.reason;
    throw error;
  }
}
