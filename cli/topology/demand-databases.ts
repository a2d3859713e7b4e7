import { existsSync } from 'node:fs';
import path from 'node:path';
import { hasEmbeddedPostgres } from '../../config/process/embedded-postgres';
import type { Configuration } from '../../config/schema';
import { clusterFolders } from '../../platform/database/embedded-cluster';
import { CommandError } from '../program/exit-codes';

/** Whether a start would create the embedded databases. */
export const lacksDatabases = (configuration: Configuration): boolean =>
  hasEmbeddedPostgres(configuration) && !existsSync(clusterFolders(configuration.dataFolder).data);

/** @throws CommandError if a start would create the databases: those of the shop are elsewhere. */
export function demandDatabases(configuration: Configuration): void {
  if (!lacksDatabases(configuration)) return;
  throw new CommandError(
    `The data folder ${path.resolve(configuration.dataFolder)} has no databases. Set dataFolder to that of the shop.`,
  );
}
