import type { PatroniCluster } from './patroni-cluster';
import type { PatroniNode } from './patroni-node';

export interface Roles {
  readonly primary: PatroniNode;
  readonly standby: PatroniNode;
}

export interface Fault {
  readonly name: 'crash' | 'switch-over' | 'dead node' | 'fenced node' | 'partition';
  readonly broken: string;
  /** The longest time from the fault until another node accepts writes. */
  readonly limitMs: number;
  readonly inject: (cluster: PatroniCluster, roles: Roles) => Promise<void>;
  /** Ends a fault that does not end by itself, when the standby has replaced the primary. */
  readonly repair?: (cluster: PatroniCluster) => void;
}

const quickMs = 5_000;
const expiryMs = 25_000;

/** What the drill does to the primary, and how soon the standby must have replaced it. */
export const faults: readonly Fault[] = [
  {
    name: 'crash',
    broken: 'PostgreSQL of the primary was killed (kill -9)',
    limitMs: quickMs,
    inject: async (_, { primary }) => primary.killPostgres(),
  },
  {
    name: 'switch-over',
    broken: 'the primary was switched over to the standby',
    limitMs: quickMs,
    inject: (cluster, { primary, standby }) => cluster.switchOver(primary, standby),
  },
  {
    name: 'dead node',
    broken: 'Patroni and PostgreSQL of the primary were killed (kill -9)',
    limitMs: expiryMs,
    inject: (_, { primary }) => primary.killNode(),
  },
  {
    name: 'fenced node',
    broken: 'Patroni and PostgreSQL of the primary were killed, and its lock deleted',
    limitMs: quickMs,
    inject: async (cluster, { primary }) => {
      await primary.killNode();
      await cluster.runSection('The machine is off for certain');
    },
  },
  {
    name: 'partition',
    broken:
      'the primary was cut off from etcd and from the standby, and clients reached both nodes',
    limitMs: expiryMs,
    inject: async (cluster, { primary }) => cluster.isolate(primary),
    repair: (cluster) => cluster.reconnect(),
  },
];
