import type { Configuration } from '../../config/schema';
import { bySubgraph } from '../../config/subgraphs';
import { whileLocked } from '../../platform/backup/lock-backups';
import { type RestoreResult, stagingOf } from '../../platform/backup/restore-staging';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../platform/database/embedded';
import { dataFolderHolder, openDataFolder } from '../../platform/process/data-folder';
import type { Logger } from '../../platform/telemetry/logger';
import { CommandError } from '../program/exit-codes';
import { demandDataFolder } from '../topology/demand-databases';
import { waitingResult } from './waiting-result';

/** The configuration, with the databases of this server. */
export function withDatabasesOf(
  configuration: Configuration,
  server: EmbeddedPostgres,
): Configuration {
  const { database } = configuration;
  const urls = {
    ...bySubgraph((name) => ({ ...database[name], url: server.tcpUrl(name) })),
    orders: { ...database.orders, url: server.tcpUrl('orders') },
  };
  return { ...configuration, database: { ...database, ...urls } };
}

/**
 * Runs a task on the databases of the restored cluster that waits to be put into place.
 * @throws CommandError if there is none, or while the shop runs on the current one.
 */
export async function withRestoredDatabases<Result>(
  configuration: Configuration,
  logger: Logger,
  task: (restored: Configuration, result: RestoreResult) => Promise<Result>,
): Promise<Result> {
  const { dataFolder } = configuration;
  demandDataFolder(configuration);
  return whileLocked(dataFolder, async () => {
    const result = waitingResult(dataFolder);
    if (dataFolderHolder(dataFolder) !== null) {
      throw new CommandError(
        'The shop runs on the current databases, which may have these orders. Nothing was changed. Call orderprocessing stop first.',
      );
    }
    const folder = openDataFolder(dataFolder);
    try {
      const staging = stagingOf(dataFolder, 'restored');
      const server = await startEmbeddedPostgres({
        dataFolder: staging,
        logger,
        holdsArchive: true,
      });
      try {
        return await task(withDatabasesOf(configuration, server), result);
      } finally {
        await server.stop();
      }
    } finally {
      folder.release();
    }
  });
}
