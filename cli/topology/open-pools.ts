import type { Configuration } from '../../config/schema';
import { bySubgraph, hasJobs, type SubgraphName, subgraphNames } from '../../config/subgraphs';
import { setDirectUrl } from '../../platform/database/direct-connection';
import { createPool, type Database } from '../../platform/database/pool';
import { demandOf, poolMaxWithin } from '../../platform/database/pool-budget';
import { openReplicas, probeConnections } from '../../platform/database/replicas';
import { type Starting, shardUrls, type Urls } from './servers';

export type Databases = Readonly<Record<SubgraphName, Database>>;

const poolStopDeadlineMs = 10_000;

/**
 * LISTEN connections of a subgraph with jobs, outside its pool: for work and, without Redis, for
 * the bus.
 */
const listeningMax = 2;

/** Opens a pool whose next connections use the URL that the configuration has then. */
type OpenPool = (
  name: string,
  firstUrl: string,
  currentUrl: () => string | null | undefined,
) => Database;

function poolOpener(max: number | null, starting: Starting): OpenPool {
  const { configuration, refresh, logger, lifecycle } = starting;
  const { idle, lifetimeSeconds } = configuration.database.pool;
  return (name, firstUrl, currentUrl) => {
    const pool = createPool({
      url: firstUrl,
      rotating: refresh && { url: () => currentUrl() ?? firstUrl, refresh },
      name,
      logger,
      max,
      idle,
      lifetimeSeconds,
    });
    // A room that has started ends its own pool; this covers a start that fails earlier.
    lifecycle.onStop(`pool of ${name}`, poolStopDeadlineMs, async () => {
      if (!pool.ending) await pool.end();
    });
    return pool;
  };
}

/** The pools of a shop that is one process. */
export interface OpenPools {
  readonly databases: Databases;
  /** One for each database with shards of orders besides the home, by name. */
  readonly shards: Readonly<Record<string, Database>>;
}

/**
 * The connections of each pool, if this process has those of the servers for itself.
 * @throws Error if a server has too few connections for all.
 */
export function poolMaxOf(urls: Urls, configuration: Configuration): Promise<number> {
  return poolMaxWithin(configuration.database.pool.max, (most) => [
    ...subgraphNames.map((name) => {
      const { directUrl } = configuration.database[name];
      return demandOf(urls[name], directUrl, most, hasJobs(name) ? listeningMax : 0);
    }),
    ...shardUrls(configuration).map(({ application: url }) => ({ url, max: most + listeningMax })),
    ...subgraphNames.flatMap((name) =>
      configuration.database[name].replicaUrls.map((url) =>
        demandOf(url, null, most, probeConnections),
      ),
    ),
  ]);
}

/** Opens a pool of `max` connections for each database. */
export function openPools(urls: Urls, max: number | null, starting: Starting): OpenPools {
  const { configuration } = starting;
  const open = poolOpener(max, starting);
  const { pool, replicas } = configuration.database;
  const databases = bySubgraph((name) => {
    const database = open(name, urls[name], () => configuration.database[name].url);
    setDirectUrl(database, () => configuration.database[name].directUrl);
    const replicaUrls = () => configuration.database[name].replicaUrls;
    const { logger } = starting;
    openReplicas(database, { ...pool, ...replicas, name, urls: replicaUrls, max, logger });
    return database;
  });
  const shards = shardUrls(configuration).map(({ name, application }) => {
    const current = () => shardUrls(configuration).find((one) => one.name === name)?.application;
    return [name, open(name, application, current)] as const;
  });
  return { databases, shards: Object.fromEntries(shards) };
}
