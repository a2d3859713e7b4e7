import { existsSync } from 'node:fs';
import path from 'node:path';
import { hasEmbeddedPostgres } from '../../config/process/embedded-postgres';
import type { Configuration } from '../../config/schema';
import { clusterFolders, formerClusters } from '../../platform/database/embedded-cluster';
import { CommandError } from '../program/exit-codes';
import { noDataFolderText, noShopText } from '../program/no-shop';

/** Whether a start would create the embedded databases. */
export function lacksDatabases(configuration: Configuration): boolean {
  const folder = path.resolve(configuration.dataFolder);
  if (!hasEmbeddedPostgres(configuration) || existsSync(clusterFolders(folder).data)) return false;
  // A start creates none while a restore is replacing them, and says what to do.
  return !existsSync(folder) || formerClusters(folder).length === 0;
}

/** @throws CommandError if a start would create the databases: those of the shop are elsewhere. */
export function demandDatabases(configuration: Configuration): void {
  if (!lacksDatabases(configuration)) return;
  throw new CommandError(noShopText(configuration.dataFolder, 'has no databases'));
}

/** @throws CommandError if there is no data folder, which some work in it would create. */
export function demandDataFolder({ dataFolder }: Pick<Configuration, 'dataFolder'>): void {
  const text = noDataFolderText(dataFolder);
  if (text !== null) throw new CommandError(text);
}
