import { chownSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import {
  type ChildAccount,
  endChild,
  type ReadChild,
  startChild,
} from '../../../platform/process/child';
import { waitUntil } from '../../../platform/process/process-table';
import { freePort } from '../../../platform/testing/free-port';

export interface EtcdMember {
  readonly name: string;
  readonly folder: string;
  /** Where clients reach it. */
  readonly clients: string;
  /** Where the other members reach it. */
  readonly peers: string;
}

const host = '127.0.0.1';
const names = ['etcd1', 'etcd2', 'etcd3'] as const;
const startDeadlineMs = 120_000;
const answerMs = 5_000;
const stopDeadlineMs = 10_000;

/** The variables of `etcd.env` in `ops/patroni`, for one of the members. */
export const etcdVariables = (
  { name, folder, clients, peers }: EtcdMember,
  all: readonly EtcdMember[],
) => ({
  ETCD_NAME: name,
  ETCD_DATA_DIR: path.join(folder, 'data'),
  ETCD_LISTEN_CLIENT_URLS: clients,
  ETCD_ADVERTISE_CLIENT_URLS: clients,
  ETCD_LISTEN_PEER_URLS: peers,
  ETCD_INITIAL_ADVERTISE_PEER_URLS: peers,
  ETCD_INITIAL_CLUSTER: all.map((member) => `${member.name}=${member.peers}`).join(','),
  ETCD_INITIAL_CLUSTER_TOKEN: 'orderprocessing',
  ETCD_INITIAL_CLUSTER_STATE: 'new',
});

/** Three members of etcd on this machine. */
export class EtcdCluster {
  private readonly running = new Map<string, ReadChild>();

  private constructor(
    private readonly members: readonly EtcdMember[],
    private readonly account: ChildAccount | undefined,
  ) {}

  /** Resolves when the members have elected a leader. */
  static async start(folder: string, account: ChildAccount | undefined): Promise<EtcdCluster> {
    const members: EtcdMember[] = [];
    for (const name of names) {
      const own = path.join(folder, name);
      mkdirSync(own, { recursive: true });
      if (account) chownSync(own, account.uid, account.gid);
      const clients = `http://${host}:${await freePort()}`;
      members.push({ name, folder: own, clients, peers: `http://${host}:${await freePort()}` });
    }
    const cluster = new EtcdCluster(members, account);
    await cluster.startMissing();
    return cluster;
  }

  get ports(): number[] {
    return this.members.map(({ clients }) => Number(new URL(clients).port));
  }

  /** Where clients reach the first member. */
  get url(): string {
    return this.members[0]?.clients ?? '';
  }

  /** Kills all members but the first one, which then refuses every read and write. */
  async loseQuorum(): Promise<void> {
    for (const { name } of this.members.slice(1)) {
      const child = this.running.get(name);
      child?.kill('SIGKILL');
      await child?.exited;
      this.running.delete(name);
    }
  }

  /** Starts the members that do not run. @throws Error if they elect no leader in time. */
  async startMissing(): Promise<void> {
    for (const member of this.members) {
      if (!this.running.has(member.name)) this.running.set(member.name, await this.launch(member));
    }
    if (await waitUntil(() => this.hasQuorum(), startDeadlineMs)) return;
    await this.stop();
    throw new Error('etcd did not start.');
  }

  async stop(): Promise<void> {
    const children = [...this.running.values()];
    await Promise.all(children.map((child) => endChild(child, [['SIGTERM', stopDeadlineMs]])));
  }

  private launch(member: EtcdMember): Promise<ReadChild> {
    return startChild({
      command: 'etcd',
      args: [],
      account: this.account,
      deathSignal: 'SIGTERM',
      environment: etcdVariables(member, this.members),
      workingFolder: member.folder,
    });
  }

  private async hasQuorum(): Promise<boolean> {
    const signal = AbortSignal.timeout(answerMs);
    const answer = await fetch(`${this.url}/health`, { signal }).catch(() => null);
    await answer?.body?.cancel();
    return answer?.ok === true;
  }
}
