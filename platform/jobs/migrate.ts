import type { MigrationTarget } from '../database/migrate';
import { createPool } from '../database/pool';
import { writeAnyway } from '../database/write-anyway';
import { installBoss } from './boss';

/** A schema change of pg-boss may rewrite a table. */
const statementTimeoutMs = 120_000;

/**
 * Creates pg-boss's schema or migrates it to the version of the package. It holds pg-boss's lock, so
 * that of several processes that start at once only one does the work.
 */
export async function migrateJobs({ url, logger }: MigrationTarget): Promise<void> {
  const database = createPool({
    url,
    name: 'migrate jobs',
    logger,
    max: 1,
    idle: 0,
    statementTimeoutMs,
    sessionOptions: writeAnyway,
  });
  try {
    await installBoss({ database, logger });
  } finally {
    await database.end();
  }
}
