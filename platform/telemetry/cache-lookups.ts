import type { Registry } from 'prom-client';
import { counterIn } from './instruments';

/** Records one lookup in a cache, and whether it hit. */
export type RecordLookup = (isHit: boolean) => void;

/** Counts hits and misses of a cache; without a registry they are not counted. */
export function lookupRecorder(registry: Registry | undefined, cache: string): RecordLookup {
  if (registry === undefined) return () => undefined;
  const counter = counterIn(registry, {
    name: 'cache_requests_total',
    help: 'Lookups in a cache, by cache and result: hit or miss.',
    labelNames: ['cache', 'result'],
  });
  const hits = counter.labels(cache, 'hit');
  const misses = counter.labels(cache, 'miss');
  return (isHit) => (isHit ? hits : misses).inc();
}
