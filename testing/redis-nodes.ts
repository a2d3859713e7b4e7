import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis as Server } from 'ioredis';
import { type Child, endChild, startChild } from '../platform/process/child';
import { waitUntil } from '../platform/process/process-table';
import { runProgram } from '../platform/process/run-program';
import type { RedisServers } from '../platform/redis/client';
import type { TlsFiles } from '../platform/remote/tls';
import { freePort } from '../platform/testing/free-port';
import { redisPort } from './tls-servers';

/** A redis-server that runs beside others. */
export interface RedisNode {
  readonly port: number;
  readonly pid: number;
}

/** Redis as several servers of a test, a drill or a measurement. */
export interface RedisNodes {
  /** How a process reaches them. */
  readonly servers: RedisServers;
  /** All that were started, Sentinels last. */
  all(): readonly RedisNode[];
  /** A connection to one of them, which is to be opened and closed. */
  connectionTo(port: number): Server;
  /** Those that are masters and alive. */
  masters(): Promise<readonly RedisNode[]>;
  /** Starts a server that was killed again, without its data. */
  restart(node: RedisNode): Promise<void>;
  close(): Promise<void>;
}

const host = '127.0.0.1';
const commandMs = 5_000;
const readyMs = 60_000;
const endSignals = [
  ['SIGCONT', 0],
  ['SIGTERM', 5_000],
] as const;
const plain = ['--bind', host, '--save', '', '--appendonly', 'no'];
/** A master is considered dead after this time, so that a failover takes 2 to 3 s. */
const nodeTimeoutMs = 1_000;

/** Certificates name hosts, so that nodes with TLS are reached by a name, and announce it. */
const nameOf = (files: TlsFiles | null): string => (files === null ? host : 'localhost');

/** Connects to one node. */
function connectionTo(port: number, files: TlsFiles | null): Server {
  const connection = new Server({
    host: nameOf(files),
    port,
    ...(files && { tls: { ca: readFileSync(files.authorityFile) } }),
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: commandMs,
    commandTimeout: commandMs,
  });
  return connection.on('error', () => undefined);
}

/** The servers of one folder, by port. */
class Nodes {
  private readonly children = new Map<number, Child>();
  private readonly args = new Map<number, readonly string[]>();

  constructor(
    private readonly folder: string,
    private readonly files: TlsFiles | null,
  ) {}

  /** The URL of one of them, and the addresses of the others. */
  servers([first, ...others]: readonly number[]): Pick<
    RedisServers,
    'url' | 'nodes' | 'authorityFile'
  > {
    const protocol = this.files === null ? 'redis' : 'rediss';
    return {
      url: `${protocol}://${nameOf(this.files)}:${first}`,
      nodes: others.map((port) => `${nameOf(this.files)}:${port}`),
      authorityFile: this.files?.authorityFile ?? null,
    };
  }

  /** Sends one command. @throws Error if it is not answered. */
  async ask(port: number, command: string, ...words: string[]): Promise<string> {
    const connection = connectionTo(port, this.files);
    try {
      await connection.connect();
      return String(await connection.call(command, ...words));
    } finally {
      connection.disconnect();
    }
  }

  get ports(): number[] {
    return [...this.args.keys()];
  }

  get all(): RedisNode[] {
    return [...this.children].map(([port, { pid }]) => ({ port, pid }));
  }

  /** A folder for one of them. */
  folderOf(port: number): string {
    return mkdtempSync(path.join(this.folder, `${port}-`));
  }

  /** The options of a port, and of connections to other nodes. */
  listening(port: number): string[] {
    const replication = this.files === null ? [] : ['--tls-replication', 'yes'];
    return [...redisPort(port, this.files), ...replication];
  }

  /** Starts a server. */
  async start(port: number, args: readonly string[]): Promise<void> {
    const announced = ['--replica-announce-ip', nameOf(this.files)];
    const own = [...this.listening(port), ...announced, '--dir', this.folderOf(port)];
    await this.run(port, [...args, ...own]);
  }

  /** Starts a server or a Sentinel by its whole command line. */
  async run(port: number, args: readonly string[]): Promise<void> {
    this.args.set(port, args);
    const command = 'redis-server';
    this.children.set(port, await startChild({ command, args, deathSignal: 'SIGTERM' }));
    const isReady = async () => (await this.ask(port, 'PING').catch(() => '')).includes('PONG');
    if (!(await waitUntil(isReady, readyMs))) throw new Error(`No Redis on port ${port}.`);
  }

  /** Its data is gone, and it is the same node of its cluster. */
  async again({ port }: RedisNode): Promise<void> {
    await this.run(port, this.args.get(port) ?? []);
  }

  async masters(): Promise<RedisNode[]> {
    const found = await Promise.all(
      this.all.map(async (node) => {
        const role = await this.ask(node.port, 'ROLE').catch(() => '');
        return role.startsWith('master') ? [node] : [];
      }),
    );
    return found.flat();
  }

  /** A replica that never had the data of its master does not take over. */
  async areSynchronized(): Promise<boolean> {
    const states = await Promise.all(
      this.ports.map((port) => this.ask(port, 'INFO', 'replication')),
    );
    return !states.some((state) => state.includes('master_link_status:down'));
  }

  async end(): Promise<void> {
    await Promise.all([...this.children.values()].map((child) => endChild(child, endSignals)));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const newNodes = (files: TlsFiles | null): Nodes =>
  new Nodes(mkdtempSync(path.join(tmpdir(), 'redis-nodes-')), files);

/**
 * Three masters, each with so many replicas.
 * @param files with them all speak TLS only.
 */
export async function startRedisCluster(
  replicas: number,
  files: TlsFiles | null = null,
): Promise<RedisNodes> {
  const nodes = newNodes(files);
  const addresses: string[] = [];
  try {
    for (let count = 3 * (1 + replicas); count > 0; count -= 1) {
      const [port, busPort] = [await freePort(), await freePort()];
      const cluster = {
        'cluster-enabled': 'yes',
        'cluster-port': String(busPort),
        'cluster-node-timeout': String(nodeTimeoutMs),
        // A part of the keys without a master must not stop the others.
        'cluster-require-full-coverage': 'no',
        ...(files && {
          'tls-cluster': 'yes',
          'cluster-announce-hostname': nameOf(files),
          'cluster-preferred-endpoint-type': 'hostname',
        }),
      };
      const settings = Object.entries(cluster).flatMap(([name, value]) => [`--${name}`, value]);
      await nodes.start(port, [...plain, ...settings]);
      addresses.push(`${host}:${port}@${busPort}`);
    }
    const create = ['--cluster', 'create', ...addresses, '--cluster-replicas', String(replicas)];
    const tls = files === null ? [] : ['--tls', '--cacert', files.authorityFile];
    const args = [...tls, ...create, '--cluster-yes'];
    await runProgram('redis-cli', { args, deadlineMs: readyMs });
    const isWhole = async () => {
      const states = await Promise.all(
        nodes.ports.map((port) => nodes.ask(port, 'CLUSTER', 'INFO')),
      );
      return states.every((state) => state.includes('cluster_state:ok')) && nodes.areSynchronized();
    };
    if (!(await waitUntil(isWhole, readyMs))) throw new Error('The cluster is not complete.');
  } catch (error) {
    await nodes.end();
    throw error;
  }
  return {
    servers: { ...nodes.servers(nodes.ports), mode: 'cluster' },
    all: () => nodes.all,
    connectionTo: (port) => connectionTo(port, files),
    masters: () => nodes.masters(),
    restart: (node) => nodes.again(node),
    close: () => nodes.end(),
  };
}

const sentinelGroup = 'mymaster';

/**
 * A master and its replica, which three Sentinels watch.
 * @param files with them all speak TLS only.
 */
export async function startRedisSentinels(files: TlsFiles | null = null): Promise<RedisNodes> {
  const nodes = newNodes(files);
  const sentinels: number[] = [];
  try {
    const [master, replica] = [await freePort(), await freePort()];
    await nodes.start(master, plain);
    await nodes.start(replica, [...plain, '--replicaof', nameOf(files), String(master)]);
    for (let count = 3; count > 0; count -= 1) {
      const port = await freePort();
      const file = path.join(nodes.folderOf(port), 'sentinel.conf');
      const lines = [
        `bind ${host}`,
        'sentinel resolve-hostnames yes',
        'sentinel announce-hostnames yes',
        `sentinel announce-ip ${nameOf(files)}`,
        `sentinel monitor ${sentinelGroup} ${nameOf(files)} ${master} 2`,
        `sentinel down-after-milliseconds ${sentinelGroup} ${nodeTimeoutMs}`,
        `sentinel failover-timeout ${sentinelGroup} 5000`,
      ];
      writeFileSync(file, lines.join('\n'));
      await nodes.run(port, [file, '--sentinel', ...nodes.listening(port)]);
      sentinels.push(port);
    }
    const knows = async (port: number) => {
      const state = await nodes.ask(port, 'SENTINEL', 'MASTER', sentinelGroup);
      return /num-slaves,1,num-other-sentinels,2,/.test(state);
    };
    const areComplete = async () =>
      (await Promise.all(sentinels.map(knows))).every(Boolean) && nodes.areSynchronized();
    if (!(await waitUntil(areComplete, readyMs)))
      throw new Error('The Sentinels are not complete.');
  } catch (error) {
    await nodes.end();
    throw error;
  }
  return {
    servers: { ...nodes.servers(sentinels), mode: 'sentinel', sentinelGroup },
    all: () => nodes.all,
    connectionTo: (port) => connectionTo(port, files),
    masters: () => nodes.masters(),
    restart: (node) => nodes.again(node),
    close: () => nodes.end(),
  };
}
