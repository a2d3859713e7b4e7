import type { Configuration } from '../../config/schema';
import type { SubgraphName } from '../../config/subgraphs';
import { findEmbeddedPostgres } from '../../platform/database/embedded-running';
import { checkDatabase } from '../../platform/database/ensure-database';
import { connectTimeoutText } from '../../platform/database/own-connection';
import { notRunning } from './not-running';
import { refuseServerOfCommand } from './other-command';

/** PostgreSQL's codes for credentials, and for too many connections. */
const refusalCode = /^(28|53)/;

/** Whether the shop runs, and its server refuses this connection or does not answer. */
const isThere = ({ cause }: Error): boolean => {
  const { code = '', message = '' } = (cause ?? {}) as NodeJS.ErrnoException;
  return refusalCode.test(code) || message === connectTimeoutText;
};

/**
 * The URL of the configured database of a subgraph, or of that of the running shop. It leads past a
 * pooler, which would end long statements of commands by the limit of those of the shop.
 * @throws NotRunningError if there is none, CommandError if it is that of another command, Error if
 * the configured one cannot be reached.
 */
export async function reachDatabase(
  { database, dataFolder }: Configuration,
  name: SubgraphName,
): Promise<string> {
  const configured = database[name].directUrl ?? database[name].url;
  if (configured) {
    await checkDatabase(configured);
    return configured;
  }
  const setting = `database.${name}.url`;
  const url = findEmbeddedPostgres(dataFolder)?.(name);
  if (url === undefined) throw notRunning(dataFolder, setting);
  refuseServerOfCommand(dataFolder);
  // PostgreSQL outlives a shop that was killed for a moment, in which it refuses connections.
  await checkDatabase(url).catch((error: Error) => {
    throw isThere(error) ? error : notRunning(dataFolder, setting, error);
  });
  return url;
}
