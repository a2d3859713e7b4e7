import type { Cluster, Redis as Server } from 'ioredis';
import { readAuthority } from '../net/authority';
import { socketHost } from '../net/url-host';
import { redisPackage } from './package';

/** One server, the master that Sentinels name, or a cluster. */
export type Redis = Server | Cluster;

export interface RedisServers {
  /** The server, or the node from which the others are read first, with their credentials. */
  readonly url: string;
  /** What the URL names. Default: server. */
  readonly mode?: 'server' | 'sentinel' | 'cluster';
  /** More nodes, as host:port. */
  readonly nodes?: readonly string[];
  /** The name of the master in the settings of the Sentinels. */
  readonly sentinelGroup?: string;
  readonly sentinelPassword?: string | null;
  /** PEM file with the CA of a rediss:// server, instead of the well-known ones. */
  readonly authorityFile?: string | null;
  /** Name in CLIENT LIST. */
  readonly name?: string;
}

const connectTimeoutMs = 2_000;
const keepAliveMs = 30_000;
const retryPauseMs = 100;
const retryPauseMaxMs = 2_000;
/** How often a process asks a cluster for its masters, besides whenever one of them is silent. */
const slotsPollMs = 10_000;
/** How long one node may take to name the masters, before another one is asked. */
const slotsAnswerMs = 500;
/** The pause between two reconnections because a server accepts no writes. */
const readOnlyPauseMs = 1_000;
const sentinelPort = 26_379;
const serverPort = 6_379;

const retryPause = (attempt: number): number => Math.min(retryPauseMs * attempt, retryPauseMaxMs);

/** Configurations write `unix:///path`; ioredis expects the path alone. */
const connectionOf = (url: string): string =>
  url.startsWith('unix://') ? url.slice('unix://'.length) : url;

/** A rediss:// server is always verified. */
const tlsOf = ({ url, authorityFile = null }: RedisServers): { tls?: { ca?: string } } =>
  url.startsWith('rediss://') ? { tls: { ca: readAuthority(authorityFile) } } : {};

const credentialsOf = ({ username, password }: URL) => ({
  ...(username === '' ? {} : { username: decodeURIComponent(username) }),
  ...(password === '' ? {} : { password: decodeURIComponent(password) }),
});

const nodesOf = ({ url, nodes = [] }: RedisServers, defaultPort: number) =>
  [url, ...nodes.map((node) => `redis://${node}`)].map((text) => {
    const node = new URL(text);
    return { host: socketHost(node), port: Number(node.port || defaultPort) };
  });

const common = (servers: RedisServers) => ({
  ...tlsOf(servers),
  connectionName: servers.name,
  connectTimeout: connectTimeoutMs,
  keepAlive: keepAliveMs,
  autoResendUnfulfilledCommands: false,
});

/** Commands never wait for a connection. */
const atOnce = { enableOfflineQueue: false, lazyConnect: true } as const;

/**
 * A master that was demoted while it is connected: another one has its name. Many commands may be
 * refused together, and a replica whose name leads nowhere else refuses all of them.
 */
function reconnectionFromReplicas(): (error: Error) => boolean {
  let nextAtMs = Number.NEGATIVE_INFINITY;
  return ({ message }) => {
    // Redis 6 writes the word behind the name of the script.
    if (!message.includes('READONLY') || performance.now() < nextAtMs) return false;
    nextAtMs = performance.now() + readOnlyPauseMs;
    return true;
  };
}

/**
 * ioredis gives up for good if a connection is left while it is being opened, as when Sentinels
 * announce a failover to a client that is just asking them for the master. This connects again,
 * unless `disconnect()` was called.
 */
export function keepConnecting(client: Server): Server {
  const { disconnect } = client;
  let isLeft = false;
  client.disconnect = (reconnect = false) => {
    isLeft ||= !reconnect;
    disconnect.call(client, reconnect);
  };
  const connect = () => {
    // An attempt that fails ends once more, and is repeated.
    if (!isLeft) client.connect().catch(() => undefined);
  };
  return client.on('end', () => setTimeout(connect, retryPauseMs));
}

const single = (servers: RedisServers) => ({
  ...common(servers),
  ...atOnce,
  maxRetriesPerRequest: 0,
  retryStrategy: retryPause,
  reconnectOnError: reconnectionFromReplicas(),
});

function sentinelClient(servers: RedisServers): Server {
  const { url, sentinelGroup = 'mymaster', sentinelPassword } = servers;
  const { tls } = tlsOf(servers);
  const named = new URL(url);
  const { Redis: Client } = redisPackage();
  return new Client({
    ...single(servers),
    ...credentialsOf(named),
    db: Number(named.pathname.slice(1) || named.searchParams.get('db') || 0),
    name: sentinelGroup,
    sentinels: nodesOf(servers, sentinelPort),
    sentinelRetryStrategy: retryPause,
    ...(sentinelPassword ? { sentinelPassword } : {}),
    ...(tls ? { sentinelTLS: tls, enableTLSForSentinelMode: true } : {}),
    // A master that hangs closes no connection: the Sentinels say that there is another one.
    failoverDetector: true,
  });
}

function clusterClient(servers: RedisServers): Cluster {
  const { Cluster: Client } = redisPackage();
  return new Client(nodesOf(servers, serverPort), {
    ...atOnce,
    // Their certificates name hosts, so a name is not replaced by its address.
    dnsLookup: (name, use) => use(null, name),
    clusterRetryStrategy: retryPause,
    slotsRefreshInterval: slotsPollMs,
    slotsRefreshTimeout: slotsAnswerMs,
    redisOptions: { ...common(servers), ...credentialsOf(new URL(servers.url)) },
  });
}

/** A client that is not yet connected. @throws Error if the file of the CA cannot be read. */
export function createRedisClient(servers: RedisServers): Redis {
  switch (servers.mode) {
    case 'sentinel':
      return keepConnecting(sentinelClient(servers));
    case 'cluster':
      return clusterClient(servers);
    default: {
      const { Redis: Client } = redisPackage();
      return keepConnecting(new Client(connectionOf(servers.url), single(servers)));
    }
  }
}
