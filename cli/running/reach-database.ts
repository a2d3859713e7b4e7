import type { Configuration } from '../../config/schema';
import type { SubgraphName } from '../../config/subgraphs';
import { findEmbeddedPostgres } from '../../platform/database/embedded-running';
import { checkDatabase } from '../../platform/database/ensure-database';
import { notRunning } from './not-running';

/**
 * The URL of the configured database of a subgraph, or of that of the running shop. It leads past a
 * pooler, which would end long statements of commands by the limit of those of the shop.
 * @throws NotRunningError if there is none, Error if the configured one cannot be reached.
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
  // PostgreSQL outlives a shop that was killed for a moment, in which it refuses connections.
  await checkDatabase(url).catch((cause: unknown) => {
    throw notRunning(dataFolder, setting, cause);
  });
  return url;
}
