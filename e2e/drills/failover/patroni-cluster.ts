import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { postgresAccount } from '../../../platform/database/embedded-account';
import { queryOnce } from '../../../platform/database/own-connection';
import { endChild, type ReadChild, startChild } from '../../../platform/process/child';
import { waitUntil } from '../../../platform/process/process-table';
import { repositoryRoot } from '../../../platform/process/repository-root';
import { freePort } from '../../../platform/testing/free-port';
import { runbookBlock, runCommand } from '../runbook';
import type { DatabaseServers } from '../shop-on-databases';
import { EtcdCluster } from './etcd-cluster';
import { apiUser, type Passwords, PatroniNode } from './patroni-node';

/** A node as Patroni describes it at `/cluster`. */
interface Member {
  readonly name: string;
  readonly role: string;
  readonly state: string;
}

const host = '127.0.0.1';
const names = ['node1', 'node2'] as const;
const startDeadlineMs = 120_000;
const healthyDeadlineMs = 180_000;
const answerMs = 5_000;
/** A switch-over answers when it is done. */
const switchoverDeadlineMs = 60_000;
const stopDeadlineMs = 10_000;
const passwordBytes = 18;
/** The interval at which Patroni is polled, because its answers cost CPU. */
const pollMs = 200;

const password = (): string => randomBytes(passwordBytes).toString('base64url');

/** Three members of etcd, two nodes of PostgreSQL under Patroni, and HAProxy before them, all on this machine. */
export class PatroniCluster implements DatabaseServers {
  private constructor(
    readonly nodes: readonly PatroniNode[],
    readonly etcd: EtcdCluster,
    private readonly proxyPort: number,
    private readonly replicaPort: number,
    private readonly passwords: Passwords,
    private readonly haproxy: ReadChild,
  ) {}

  /** Resolves when a standby is synchronous and HAProxy reaches the primary. */
  static async start(folder: string): Promise<PatroniCluster> {
    const account = postgresAccount();
    const etcd = await EtcdCluster.start(path.join(folder, 'etcd'), account);
    const passwords = {
      superuser: password(),
      replication: password(),
      rewind: password(),
      api: password(),
    };
    const nodes: PatroniNode[] = [];
    for (const name of names) {
      const own = path.join(folder, name);
      mkdirSync(own, { recursive: true });
      const given = { etcdPorts: etcd.ports, passwords, account };
      nodes.push(await PatroniNode.open({ name, folder: own, ...given }));
    }
    const [proxyPort, replicaPort] = [await freePort(), await freePort()];
    const haproxy = await startHaproxy(proxyPort, replicaPort, nodes);
    const cluster = new PatroniCluster(nodes, etcd, proxyPort, replicaPort, passwords, haproxy);
    try {
      // The first one creates the cluster, and the second one copies it.
      for (const node of nodes) await node.start();
      await cluster.untilHealthy();
      await cluster.untilReached();
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  /** The superuser's URL through HAProxy. */
  get url(): string {
    return this.urlAs('postgres', this.passwords.superuser, 'postgres');
  }

  urlAs(user: string, secret: string, database: string): string {
    return `postgresql://${user}:${secret}@${host}:${this.proxyPort}/${database}`;
  }

  /** The same at HAProxy's port for the standby. */
  replicaUrlAs(user: string, secret: string, database: string): string {
    return `postgresql://${user}:${secret}@${host}:${this.replicaPort}/${database}`;
  }

  /** The end of all logs. */
  get log(): string {
    return this.nodes.map(({ log }) => log).join('');
  }

  /** What any node knows about all; empty if none answers. */
  async members(): Promise<readonly Member[]> {
    for (const { api } of this.nodes) {
      const answer = await fetch(`${api}/cluster`, {
        signal: AbortSignal.timeout(answerMs),
      }).catch(() => null);
      if (answer?.ok) return ((await answer.json()) as { members: Member[] }).members;
      await answer?.body?.cancel();
    }
    return [];
  }

  /** @throws Error if there is not a primary with a synchronous standby. */
  async roles(): Promise<{ readonly primary: PatroniNode; readonly standby: PatroniNode }> {
    const members = await this.members();
    const nodeOf = (role: string) => {
      const name = members.find((member) => member.role === role)?.name;
      return this.nodes.find((node) => node.name === name);
    };
    const [primary, standby] = [nodeOf('leader'), nodeOf('sync_standby') ?? nodeOf('replica')];
    if (primary && standby) return { primary, standby };
    throw new Error(`The cluster is not whole: ${JSON.stringify(members)}`);
  }

  /** @throws Error with the logs if no standby becomes synchronous in time. */
  async untilHealthy(deadlineMs = healthyDeadlineMs): Promise<void> {
    const isHealthy = async () => {
      const members = await this.members();
      const has = (role: string, state: string) =>
        members.some((member) => member.role === role && member.state === state);
      const isWhole = has('leader', 'running') && has('sync_standby', 'streaming');
      if (!isWhole) await delay(pollMs);
      return isWhole;
    };
    const hasEnded = () => this.nodes.some(({ isRunning }) => !isRunning);
    await waitUntil(async () => hasEnded() || (await isHealthy()), deadlineMs);
    if (!(await isHealthy())) {
      throw new Error(`No standby is synchronous.\n${this.log}`);
    }
  }

  /** HAProxy counts a server as up until its first check: then a standby might get a connection. */
  async untilReached(): Promise<void> {
    const { primary } = await this.roles();
    const asked = 'SELECT inet_server_port() AS port';
    let inARow = 0;
    const isReached = async () => {
      const [row] = await queryOnce<{ port: number }>(this.url, asked).catch(() => []);
      inARow = row?.port === primary.port ? inARow + 1 : 0;
      return inARow > 2 * this.nodes.length;
    };
    if (!(await waitUntil(isReached, startDeadlineMs))) {
      throw new Error(`HAProxy does not reach the primary.\n${this.log}`);
    }
  }

  /** @throws Error if Patroni refuses it. */
  async switchOver(from: PatroniNode, to: PatroniNode): Promise<void> {
    const body = { leader: from.name, candidate: to.name };
    await this.change(from, 'POST', 'switchover', body, switchoverDeadlineMs);
  }

  /** Cuts a node off from etcd and from the other node; HAProxy still reaches both. */
  isolate(node: PatroniNode): void {
    node.leaveEtcd();
    for (const each of this.nodes) each.leaveOthers();
  }

  /** The network is whole again. */
  reconnect(): void {
    for (const node of this.nodes) node.reconnect();
  }

  /** Changes the settings that all nodes share. */
  async configure(settings: Record<string, unknown>): Promise<void> {
    const { primary } = await this.roles();
    await this.change(primary, 'PATCH', 'config', settings, answerMs);
  }

  /**
   * Runs the commands of a section of the runbook.
   * @param names nodes by the variables of the runbook.
   * @returns what they printed.
   */
  async runSection(heading: string, names: Readonly<Record<string, string>> = {}): Promise<string> {
    const [node] = this.nodes;
    if (node === undefined) throw new Error('The cluster has no node.');
    const environment = {
      ...node.environment,
      PATRONICTL_CONFIG_FILE: node.settings,
      ETCD: this.etcd.url,
      ...names,
    };
    const printed: string[] = [];
    for (const line of runbookBlock('failover', heading, 'bash')) {
      printed.push(`$ ${line}\n`, await runCommand(line, { folder: tmpdir(), environment }));
    }
    return printed.join('');
  }

  async stop(): Promise<void> {
    // The standby first, so that none is promoted.
    const members = await this.members();
    const isPrimary = ({ name }: PatroniNode) =>
      members.some((member) => member.name === name && member.role === 'leader');
    const inOrder = [...this.nodes].sort((a, b) => Number(isPrimary(a)) - Number(isPrimary(b)));
    for (const node of inOrder) await node.stop();
    await endChild(this.haproxy, [['SIGTERM', stopDeadlineMs]]);
    await this.etcd.stop();
  }

  private async change(
    { api }: PatroniNode,
    method: string,
    what: string,
    body: Record<string, unknown>,
    deadlineMs: number,
  ): Promise<void> {
    const credentials = Buffer.from(`${apiUser}:${this.passwords.api}`).toString('base64');
    const answer = await fetch(`${api}/${what}`, {
      method,
      headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(deadlineMs),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`Patroni refused ${what}: ${answer.status} ${text}`);
  }
}

function startHaproxy(
  port: number,
  replicaPort: number,
  nodes: readonly PatroniNode[],
): Promise<ReadChild> {
  const servers = nodes.flatMap((node, index) => [
    [`DATABASE_NODE${index + 1}`, `${host}:${node.port}`],
    [`DATABASE_NODE${index + 1}_API`, new URL(node.api).port],
  ]);
  return startChild({
    command: 'haproxy',
    args: ['-db', '-f', path.join(repositoryRoot, 'ops/patroni/haproxy.cfg')],
    deathSignal: 'SIGTERM',
    environment: {
      DATABASE_ADDRESS: `${host}:${port}`,
      DATABASE_REPLICA_ADDRESS: `${host}:${replicaPort}`,
      ...Object.fromEntries(servers),
    },
  });
}
