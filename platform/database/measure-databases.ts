import type { Registry } from 'prom-client';
import type { Logger } from '../telemetry/logger';
import { measureClock, measurePools, measureReplicas, type NamedDatabases } from './metrics';
import { measureReplicaReads } from './replicas/metrics';
import { measureTables } from './table-metrics';

/** All that a process measures of its databases. */
export function measureDatabases(
  registry: Registry,
  databases: NamedDatabases,
  logger: Logger,
): void {
  measurePools(registry, databases);
  measureReplicas(registry, databases, logger);
  measureReplicaReads(registry, databases);
  measureTables(registry, databases, logger);
  measureClock(registry, databases, logger);
}
