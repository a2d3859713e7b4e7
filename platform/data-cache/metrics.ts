import type { Registry } from 'prom-client';
import { counterIn, gaugeIn } from '../telemetry/instruments';

/** Where the value of a row came from; `stale` was cached and refused, and is read again. */
export type LookupOutcome = 'memory' | 'redis' | 'database' | 'stale' | 'bypassed';

export interface CacheSize {
  readonly entries: number;
  readonly bytes: number;
}

export function dataCacheMetrics(registry: Registry, cache: string, size: () => CacheSize) {
  const lookups = counterIn(registry, {
    name: 'data_cache_lookups_total',
    help: 'Rows by where they were read: memory, redis, database, bypassed; stale ones were refused.',
    labelNames: ['cache', 'outcome'],
  });
  const evictions = counterIn(registry, {
    name: 'data_cache_evictions_total',
    help: 'Rows that were forgotten in memory for lack of room.',
    labelNames: ['cache'],
  });
  sizes(registry).set(cache, size);
  return {
    count: (outcome: LookupOutcome, rows: number) => {
      if (rows > 0) lookups.inc({ cache, outcome }, rows);
    },
    evicted: () => evictions.inc({ cache }),
  };
}

const sizesByRegistry = new WeakMap<Registry, Map<string, () => CacheSize>>();

/** The sizes that the gauges of a registry read, by cache. */
function sizes(registry: Registry): Map<string, () => CacheSize> {
  const known = sizesByRegistry.get(registry);
  if (known) return known;
  const measured = new Map<string, () => CacheSize>();
  sizesByRegistry.set(registry, measured);
  gaugeIn(registry, {
    name: 'data_cache_entries',
    help: 'Cached rows in memory.',
    labelNames: ['cache'],
    collect() {
      for (const [cache, size] of measured) this.set({ cache }, size().entries);
    },
  });
  gaugeIn(registry, {
    name: 'data_cache_bytes',
    help: 'Bytes of cached rows in memory, estimated.',
    labelNames: ['cache'],
    collect() {
      for (const [cache, size] of measured) this.set({ cache }, size().bytes);
    },
  });
  return measured;
}
