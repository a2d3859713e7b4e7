import { existsSync } from 'node:fs';
import path from 'node:path';
import { loadConfiguration } from '../../config/loading/load-configuration';
import type { Configuration } from '../../config/schema';
import { subgraphNames } from '../../config/subgraphs';
import type { DatabasePair } from '../../platform/database/region/connect';
import { CommandError } from '../program/exit-codes';

/** The databases of a region, for the roles that own them. */
function ownersIn(configuration: Configuration, region: string): Map<string, string> {
  if (configuration.database.orders.shards.length > 0) {
    throw new CommandError(
      `The ${region} region has database.orders.shards. A second region follows one database of ` +
        'orders: set database.orders.url instead, or let PostgreSQL replicate each server.',
    );
  }
  const urls = subgraphNames.map((name) => {
    const { url, ownerUrl } = configuration.database[name];
    return [name, ownerUrl ?? url] as const;
  });
  const missing = urls.filter(([, url]) => url === null).map(([name]) => `database.${name}.url`);
  if (missing.length > 0) {
    throw new CommandError(
      `The configuration of the ${region} region lacks ${missing.join(', ')}.`,
    );
  }
  return new Map(urls.map(([name, url]) => [name, url ?? '']));
}

/** The databases of this region. */
export async function ownDatabases(): Promise<string[]> {
  return [...ownersIn(await loadConfiguration(), 'own').values()];
}

/**
 * The databases of the other region, which this one follows.
 * @param folder has the `config.yaml` of the other region.
 */
export async function databasePairs(folder: string): Promise<DatabasePair[]> {
  const file = path.join(folder, 'config.yaml');
  // The configuration of /etc, which is read where a folder has none, may be that of this region.
  if (!existsSync(file)) throw new CommandError(`There is no ${file}: --from names its folder.`);
  const own = ownersIn(await loadConfiguration(), 'own');
  const sources = { workingFolder: folder, homeFolder: folder, environment: {} };
  const other = ownersIn(await loadConfiguration(sources), 'other');
  return subgraphNames.map((name) => ({
    name,
    source: other.get(name) ?? '',
    target: own.get(name) ?? '',
  }));
}
