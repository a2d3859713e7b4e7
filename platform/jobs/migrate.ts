import { createPool } from '../database/pool';
import type { Logger } from '../telemetry/logger';
import { installBoss } from './boss';

export interface MigrateJobsOptions {
  readonly url: string;
  readonly logger: Logger;
}

/** A schema change of pg-boss may rewrite a table. */
const statementTimeoutMs = 120_000;

/**
 * Brings pg-boss's own schema to the version of the package, creating it where it is missing. It
 * holds pg-boss's lock: of several processes that begin at once, one does it, and the others find
 * it done.
 */
export async function migrateJobs({ url, logger }: MigrateJobsOptions): Promise<void> {
  const database = createPool({
    url,
    name: 'migrate jobs',
    logger,
    max: 1,
    idle: 0,
    statementTimeoutMs,
  });
  try {
    await installBoss({ database, logger });
  } finally {
    await database.end();
  }
}
