import type { Configuration } from '../../config/schema';
import {
  bySubgraph,
  hasJobs,
  processesOf,
  type SubgraphName,
  subgraphNames,
  subgraphRow,
} from '../../config/subgraphs';
import type { TlsFiles } from '../../platform/remote/tls';
import type { Urls } from '../servers';

export interface PartNeeds {
  readonly tls: TlsFiles;
  readonly redisUrl: string;
  /** The databases by subgraph; a part gets the url of its own subgraph's only. */
  readonly urls: Urls;
  readonly subgraph?: SubgraphName;
  readonly adminPort?: number;
}

/** A copy of the settings with another value at one path. */
function withValueAt<Settings extends object>(
  settings: Settings,
  [key = '', ...deeper]: readonly string[],
  value: unknown,
): Settings {
  const below = (settings as Record<string, unknown>)[key] as object;
  const next = deeper.length === 0 ? value : withValueAt(below, deeper, value);
  return { ...settings, [key]: next };
}

/** Without the settings that only other subgraphs receive. */
function withoutOthersSettings(configuration: Configuration, own?: SubgraphName): Configuration {
  return subgraphNames
    .filter((name) => name !== own)
    .flatMap((name) => Object.entries(subgraphRow(name).ownSettings))
    .reduce(
      (settings, [path, value]) => withValueAt(settings, path.split('.'), value),
      configuration,
    );
}

/**
 * The configuration of one part: what it needs to know. Databases and secrets of the others are
 * left out, so that what one part gives away is not everything.
 */
export function settingsOf(configuration: Configuration, needs: PartNeeds): Configuration {
  const { tls, redisUrl, urls, subgraph } = needs;
  const { database, secrets, server, services } = configuration;
  const { vault } = secrets;
  const ownUrl = bySubgraph((name) => ({
    url: name === subgraph ? (database[name].url ?? urls[name]) : null,
  }));
  return {
    ...withoutOthersSettings(configuration, subgraph),
    server: { ...server, adminPort: needs.adminPort ?? server.adminPort },
    redis: { url: redisUrl },
    database: { ...database, ...ownUrl },
    // What is in Vault the part is told; it has no business there itself.
    secrets: {
      vault: { ...vault, address: null, auth: { ...vault.auth, token: null, secretId: null } },
    },
    services: { ...services, tls: { ...tls } },
  };
}

/** Connections that all processes want at their fullest; one that has jobs listens on one more. */
export function poolDemands(configuration: Configuration, urls: Urls) {
  const { max } = configuration.database.pool;
  return subgraphNames.map((name) => {
    const listening = hasJobs(name) ? 1 : 0;
    return { url: urls[name], max: processesOf(name).length * (max + listening) };
  });
}
