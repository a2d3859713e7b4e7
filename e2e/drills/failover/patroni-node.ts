import { chownSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import {
  type ChildAccount,
  endChild,
  type ReadChild,
  startChild,
} from '../../../platform/process/child';
import { isAlive, waitUntil } from '../../../platform/process/process-table';
import { repositoryRoot } from '../../../platform/process/repository-root';
import { freePort } from '../../../platform/testing/free-port';
import { Random } from '../../../platform/testing/random';
import { FaultProxy } from '../../chaos/fault-proxy';
import { childrenOf } from '../../harness/process-children';
import { postgresPrograms } from './programs';

export interface Passwords {
  readonly superuser: string;
  readonly replication: string;
  readonly rewind: string;
  readonly api: string;
}

/** The ports of the proxies between a node and the others, which cut it off. */
export interface NodeLinks {
  /** Where the node reaches each member of etcd. */
  readonly etcdPorts: readonly number[];
  /** Where the other node reaches its PostgreSQL and its Patroni. */
  readonly port: number;
  readonly apiPort: number;
}

export interface NodeOptions {
  readonly name: string;
  /** The folder of the node, with everything that it stores. */
  readonly folder: string;
  readonly port: number;
  readonly apiPort: number;
  readonly links: NodeLinks;
  readonly passwords: Passwords;
  /** Undefined unless this process is root, which PostgreSQL refuses to be. */
  readonly account: ChildAccount | undefined;
}

const host = '127.0.0.1';
export const apiUser = 'patroni';
const settingsFolder = path.join(repositoryRoot, 'ops/patroni');
const decision = 'promoted self to leader';
const failsafe = 'failsafe mode is enabled and all members are accessible';
const stopDeadlineMs = 30_000;
const killDeadlineMs = 10_000;
const linesMax = 200;

/** What `node.yml` in `ops/patroni` holds, for a node on this machine. */
export function nodeSettings({ name, folder, port, apiPort, links }: NodeOptions) {
  return {
    name,
    restapi: { listen: `${host}:${apiPort}`, connect_address: `${host}:${links.apiPort}` },
    etcd3: { hosts: links.etcdPorts.map((etcdPort) => `${host}:${etcdPort}`) },
    postgresql: {
      listen: `${host}:${port}`,
      connect_address: `${host}:${links.port}`,
      data_dir: path.join(folder, 'data'),
      bin_dir: postgresPrograms,
      pgpass: path.join(folder, 'patroni.pgpass'),
      parameters: { unix_socket_directories: '' },
    },
  };
}

/** The variables of `patroni.env` in `ops/patroni`. */
export const accountVariables = ({ superuser, replication, rewind, api }: Passwords) => ({
  PATRONI_SUPERUSER_USERNAME: 'postgres',
  PATRONI_SUPERUSER_PASSWORD: superuser,
  PATRONI_REPLICATION_USERNAME: 'replicator',
  PATRONI_REPLICATION_PASSWORD: replication,
  PATRONI_REWIND_USERNAME: 'rewind',
  PATRONI_REWIND_PASSWORD: rewind,
  PATRONI_RESTAPI_USERNAME: apiUser,
  PATRONI_RESTAPI_PASSWORD: api,
});

async function proxyTo(targetPort: number): Promise<FaultProxy> {
  const name = String(targetPort);
  const proxy = new FaultProxy({ name, targetPort, random: new Random(1), handshakeRoundTrips: 0 });
  await proxy.listen();
  return proxy;
}

const kill = (pid: number): void => {
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
};

/** A node of the cluster: Patroni, and the PostgreSQL that it starts. */
export class PatroniNode {
  #patroni: ReadChild | null = null;
  #decidedAtMs: number | null = null;
  readonly #lines: string[] = [];
  /** When it remained the primary because etcd did not answer, but every node did. */
  readonly failsafeAtMs: number[] = [];

  private constructor(
    private readonly options: NodeOptions,
    private readonly toEtcd: readonly FaultProxy[],
    private readonly fromOthers: readonly FaultProxy[],
  ) {}

  /** Opens the proxies of the node; `start` starts it. */
  static async open({
    etcdPorts,
    ...given
  }: Pick<NodeOptions, 'name' | 'folder' | 'passwords' | 'account'> & {
    readonly etcdPorts: readonly number[];
  }): Promise<PatroniNode> {
    const [port, apiPort] = [await freePort(), await freePort()];
    const toEtcd = await Promise.all(etcdPorts.map(proxyTo));
    const fromOthers = await Promise.all([port, apiPort].map(proxyTo));
    const [linkPort = port, linkApiPort = apiPort] = fromOthers.map((proxy) => proxy.port);
    const links = {
      etcdPorts: toEtcd.map((proxy) => proxy.port),
      port: linkPort,
      apiPort: linkApiPort,
    };
    return new PatroniNode({ ...given, port, apiPort, links }, toEtcd, fromOthers);
  }

  get name(): string {
    return this.options.name;
  }

  get port(): number {
    return this.options.port;
  }

  get api(): string {
    return `http://${host}:${this.options.apiPort}`;
  }

  /** The superuser's URL to this node, whatever its role. */
  get url(): string {
    return `postgresql://postgres:${this.options.passwords.superuser}@${host}:${this.port}/postgres`;
  }

  /** When it last decided to become the primary. */
  get decidedAtMs(): number | null {
    return this.#decidedAtMs;
  }

  /** The end of its log. */
  get log(): string {
    return this.#lines.map((line) => `${this.name}: ${line}\n`).join('');
  }

  /** The folder of its settings, which `patronictl` reads too. */
  get settings(): string {
    return path.join(this.options.folder, 'settings');
  }

  get environment(): Record<string, string> {
    const { folder, passwords } = this.options;
    return {
      HOME: folder,
      LC_ALL: 'C.UTF-8',
      TZ: 'UTC',
      // Otherwise it asks etcd for the addresses of its members, and leaves the proxies out.
      PATRONI_ETCD3_USE_PROXIES: 'true',
      ...accountVariables(passwords),
    };
  }

  get isRunning(): boolean {
    return this.#patroni !== null;
  }

  /** Resolves when Patroni runs, which is before PostgreSQL does. */
  async start(): Promise<void> {
    const { folder, account } = this.options;
    mkdirSync(this.settings, { recursive: true });
    copyFileSync(path.join(settingsFolder, 'cluster.yml'), path.join(this.settings, 'cluster.yml'));
    writeFileSync(path.join(this.settings, 'node.yml'), stringify(nodeSettings(this.options)));
    if (account) chownSync(folder, account.uid, account.gid);
    const patroni = await startChild({
      command: 'patroni',
      args: [this.settings],
      account,
      deathSignal: 'SIGTERM',
      environment: this.environment,
      workingFolder: folder,
      onLine: (line) => this.read(line),
    });
    this.#patroni = patroni;
    void patroni.exited.then(() => {
      if (this.#patroni === patroni) this.#patroni = null;
    });
  }

  /** Kills the server process alone; those that it started notice and end. */
  killPostgres(): void {
    kill(this.postmaster());
  }

  /** Kills every process of PostgreSQL, also those that are stopped. */
  killAllOfPostgres(): void {
    const postmaster = this.postmaster();
    const children = childrenOf(postmaster).map(({ pid }) => pid);
    for (const pid of [postmaster, ...children]) kill(pid);
  }

  /** Kills the node as if the power of its machine were cut. */
  async killNode(): Promise<void> {
    const patroni = this.#patroni;
    patroni?.kill('SIGKILL');
    const postmaster = this.postmaster();
    this.killAllOfPostgres();
    await patroni?.exited;
    if (!(await waitUntil(() => !isAlive(postmaster), killDeadlineMs))) {
      throw new Error(`PostgreSQL of ${this.name} did not end.`);
    }
  }

  /** Nothing passes between it and etcd until `reconnect`. */
  leaveEtcd(): void {
    for (const proxy of this.toEtcd) proxy.hold('both');
  }

  /** Nothing passes between it and those that call it until `reconnect`. */
  leaveOthers(): void {
    for (const proxy of this.fromOthers) proxy.hold('both');
  }

  reconnect(): void {
    for (const proxy of [...this.toEtcd, ...this.fromOthers]) proxy.heal();
  }

  /** Patroni stops its PostgreSQL as well. */
  async stop(): Promise<void> {
    this.reconnect();
    if (this.#patroni) await endChild(this.#patroni, [['SIGTERM', stopDeadlineMs]]);
    const postmaster = this.runningPostmaster();
    if (postmaster !== null) this.killAllOfPostgres();
    for (const proxy of [...this.toEtcd, ...this.fromOthers]) await proxy.close();
  }

  private read(line: string): void {
    if (line.includes(decision)) this.#decidedAtMs = Date.now();
    if (line.includes(failsafe)) this.failsafeAtMs.push(Date.now());
    if (this.#lines.push(line) > linesMax) this.#lines.shift();
  }

  private postmaster(): number {
    const pid = this.runningPostmaster();
    if (pid === null) throw new Error(`PostgreSQL of ${this.name} does not run.`);
    return pid;
  }

  private runningPostmaster(): number | null {
    try {
      const file = path.join(this.options.folder, 'data', 'postmaster.pid');
      const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
      return Number.isInteger(pid) && isAlive(pid) ? pid : null;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }
}
