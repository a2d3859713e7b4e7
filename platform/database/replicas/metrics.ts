import type { Registry } from 'prom-client';
import { counterIn, gaugeIn } from '../../telemetry/instruments';
import { msPerSecond } from '../../values/time';
import type { NamedDatabases } from '../metrics';
import { replicasOf } from './index';

/** What the replicas of this process answer, read at each scrape; no series without replicas. */
export function measureReplicaReads(registry: Registry, databases: NamedDatabases): void {
  const replicated = Object.entries(databases).flatMap(([room, database]) => {
    const reads = replicasOf(database);
    return reads === null ? [] : [[room, reads] as const];
  });
  counterIn(registry, {
    name: 'database_list_reads_total',
    help: 'Reads of lists, by room and target: replica, fallback (the primary instead), primary.',
    labelNames: ['room', 'target'],
    collect() {
      this.reset();
      for (const [room, { counts }] of replicated)
        for (const [target, count] of Object.entries(counts)) this.inc({ room, target }, count);
    },
  });
  gaugeIn(registry, {
    name: 'database_read_replicas',
    help: 'Replicas of this process, by room and state: in, or out while they fail or lag.',
    labelNames: ['room', 'state'],
    collect() {
      for (const [room, { replicas }] of replicated) {
        const usable = replicas.filter(({ isUsable }) => isUsable).length;
        this.set({ room, state: 'in' }, usable);
        this.set({ room, state: 'out' }, replicas.length - usable);
      }
    },
  });
  gaugeIn(registry, {
    name: 'database_read_replica_lag_seconds',
    help: 'For how long a replica had lacked something when it was asked last, by replica.',
    labelNames: ['room', 'replica'],
    collect() {
      for (const [room, { replicas }] of replicated)
        for (const { name, lagMs } of replicas)
          this.set({ room, replica: name }, lagMs / msPerSecond);
    },
  });
}
