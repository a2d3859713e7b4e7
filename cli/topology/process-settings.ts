import type { Configuration } from '../../config/schema';
import { withoutOthersSettings } from '../../config/schema/others-settings';
import {
  bySubgraph,
  hasJobs,
  processesOf,
  type SubgraphName,
  subgraphNames,
} from '../../config/subgraphs';
import type { TlsFiles } from '../../platform/remote/tls';
import type { Urls } from './servers';

export interface ProcessNeeds {
  readonly tls: TlsFiles;
  readonly redisUrl: string;
  /** The databases by subgraph; a process gets only the URL of its own. */
  readonly urls: Urls;
  readonly subgraph?: SubgraphName;
  readonly adminPort?: number;
}

/**
 * The configuration of one process, without the databases and secrets of the others, so that a
 * compromised process does not expose everything.
 */
export function settingsOfProcess(
  configuration: Configuration,
  needs: ProcessNeeds,
): Configuration {
  const { tls, redisUrl, urls, subgraph } = needs;
  const { database, secrets, server, services } = configuration;
  const { vault } = secrets;
  const ownUrl = bySubgraph((name) => ({
    url: name === subgraph ? (database[name].url ?? urls[name]) : null,
    ownerUrl: null,
  }));
  return {
    ...withoutOthersSettings(configuration, subgraph ?? 'gateway'),
    server: { ...server, adminPort: needs.adminPort ?? server.adminPort },
    redis: { ...configuration.redis, url: redisUrl },
    database: { ...database, ...ownUrl },
    // Values from files and Vault are passed on; the process needs no access to them.
    secrets: {
      folder: null,
      vault: { ...vault, address: null, auth: { ...vault.auth, token: null, secretId: null } },
    },
    services: { ...services, tls: { ...services.tls, ...tls } },
  };
}

/**
 * Maximum connections of all processes; each process of a subgraph with jobs has one more to listen
 * on. A rolling restart runs one process more for a while.
 */
export function poolDemands(configuration: Configuration, urls: Urls) {
  const { max } = configuration.database.pool;
  return subgraphNames.map((name) => {
    const listening = hasJobs(name) ? 1 : 0;
    return { url: urls[name], max: (processesOf(name).length + 1) * (max + listening) };
  });
}
