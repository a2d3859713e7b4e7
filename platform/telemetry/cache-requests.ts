import type { Registry } from 'prom-client';
import { counterIn } from './instruments';

/** Told of every time that a cache was asked, and whether it had what was asked for. */
export type CacheRequests = (isHit: boolean) => void;

/** Counts how often a cache was asked in vain; without a registry nobody counts. */
export function cacheRequests(registry: Registry | undefined, cache: string): CacheRequests {
  if (registry === undefined) return () => undefined;
  const counter = counterIn(registry, {
    name: 'cache_requests_total',
    help: 'Times that something was looked for in a cache, by cache and result: hit or miss.',
    labelNames: ['cache', 'result'],
  });
  const hits = counter.labels(cache, 'hit');
  const misses = counter.labels(cache, 'miss');
  return (isHit) => (isHit ? hits : misses).inc();
}
