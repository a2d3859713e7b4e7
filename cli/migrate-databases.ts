import { loadConfiguration } from '../config/load-configuration';
import type { SubgraphName } from '../config/subgraphs';
import type { Lifecycle } from '../platform/process/lifecycle';
import { createLogger } from '../platform/telemetry/logger';
import { whileWorking } from './program/progress';
import { migrateAll, openPostgres, takeDataFolder } from './servers';

/** Migrates the configured databases, or the embedded ones. @returns the applied migrations. */
export async function migrateDatabases(
  lifecycle: Lifecycle,
): Promise<Record<SubgraphName, string[]>> {
  const written = await loadConfiguration();
  // Standard output is for the result.
  const logger = createLogger({ ...written.log, name: 'migrate', destination: process.stderr });
  const configuration = takeDataFolder(written, lifecycle);
  const urls = await openPostgres({ configuration, logger, lifecycle });
  return whileWorking('Migrating', migrateAll(urls, logger));
}
