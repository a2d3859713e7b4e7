import { createPool } from '../database/pool';
import { writeAnyway } from '../database/write-anyway';
import type { Logger } from '../telemetry/logger';
import { installBoss } from './boss';

export interface MigrateJobsOptions {
  readonly url: string;
  readonly logger: Logger;
}

/** A schema change of pg-boss may rewrite a table. */
const statementTimeoutMs = 120_000;

/**
 * Creates pg-boss's schema or migrates it to the version of the package. It holds pg-boss's lock, so
 * that of several processes that start at once only one does the work.
 */
export async function migrateJobs({ url, logger }: MigrateJobsOptions): Promise<void> {
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
