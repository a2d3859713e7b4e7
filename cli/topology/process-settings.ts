import type { Configuration } from '../../config/schema';
import { withoutOthersSettings } from '../../config/schema/others-settings';
import { readsReplicas } from '../../config/schema/replicas';
import {
  bySubgraph,
  hasJobs,
  type SubgraphName,
  shardedSubgraph,
  subgraphNames,
} from '../../config/subgraphs';
import { demandOf } from '../../platform/database/pool-budget';
import { probeConnections } from '../../platform/database/replicas';
import type { TlsFiles } from '../../platform/remote/tls';
import {
  instanceUrls,
  type Part,
  type PlannedInstance,
  servesPublicPort,
  servicesOfInstance,
} from './instances';
import { shardUrls, type Urls } from './servers';

const withoutOwner = <Given extends object>(shard: Given) => ({ ...shard, ownerUrl: null });

/** Whether a process uses the database of a subgraph. */
const uses = (part: Part, name: SubgraphName): boolean => part === name || part === 'shop';

export interface ProcessNeeds {
  /** Null if it neither calls nor serves other processes. */
  readonly tls: TlsFiles | null;
  /** Redis, if the settings have none. */
  readonly redisUrl: string;
  /** The databases by subgraph; the process of a subgraph gets only the URL of its own. */
  readonly urls: Urls;
  readonly instance: PlannedInstance;
  /** Connections of each pool. */
  readonly poolMax: number;
  /** All instances of the shop, this one included. */
  readonly instances: readonly PlannedInstance[];
}

/**
 * The configuration of one process, without the databases and secrets of the others, so that a
 * compromised process does not expose everything.
 */
export function settingsOfProcess(
  configuration: Configuration,
  needs: ProcessNeeds,
): Configuration {
  const { tls, redisUrl, urls, poolMax, instance, instances } = needs;
  const { database, secrets, server, telemetry } = configuration;
  const { part } = instance;
  const services = servicesOfInstance(configuration, instanceUrls(instances), instance);
  const { vault } = secrets;
  const ownUrl = bySubgraph((name) => ({
    url: uses(part, name) ? (database[name].url ?? urls[name]) : null,
    ownerUrl: null,
    directUrl: uses(part, name) ? database[name].directUrl : null,
    replicaUrls: uses(part, name) ? database[name].replicaUrls : [],
  }));
  const { shards: allShards } = database.orders;
  const shards = uses(part, shardedSubgraph) ? allShards.map(withoutOwner) : [];
  return {
    ...(part === 'shop' ? configuration : withoutOthersSettings(configuration, part)),
    server: {
      ...server,
      adminPort: servesPublicPort(part) ? instance.adminPort : server.adminPort,
    },
    redis: { ...configuration.redis, url: configuration.redis.url ?? redisUrl },
    database: {
      ...database,
      ...ownUrl,
      orders: { ...ownUrl.orders, shards },
      replicas: { ...database.replicas, reads: readsReplicas(database) },
      pool: { ...database.pool, max: poolMax },
    },
    // Values from files and Vault are passed on; the process needs no access to them.
    secrets: {
      folder: null,
      vault: { ...vault, address: null, auth: { ...vault.auth, token: null, secretId: null } },
    },
    services: { ...services, tls: { ...services.tls, ...tls } },
    telemetry: { ...telemetry, instance: instance.name },
  };
}

/**
 * Maximum connections of all processes, if each pool has `max`; each process of a subgraph with jobs has one more to listen
 * on. A rolling restart runs one process more for a while.
 */
export function poolDemands(
  max: number,
  configuration: Configuration,
  urls: Urls,
  instances: readonly PlannedInstance[],
) {
  const processesOf = (name: SubgraphName) =>
    instances.filter(({ part }) => uses(part, name)).length + 1;
  const demand = (name: SubgraphName, url: string, directUrl: string | null) => {
    const count = processesOf(name);
    return demandOf(url, directUrl, count * max, hasJobs(name) ? count : 0);
  };
  const replicas = (name: SubgraphName) =>
    configuration.database[name].replicaUrls.map((url) => ({
      url,
      max: processesOf(name) * (max + probeConnections),
    }));
  return [
    ...subgraphNames.map((name) =>
      demand(name, urls[name], configuration.database[name].directUrl),
    ),
    ...subgraphNames.flatMap(replicas),
    ...shardUrls(configuration).map(({ application }) =>
      demand(shardedSubgraph, application, null),
    ),
  ];
}
