import type { GatewayConfig } from '@apollo/gateway';
import { LRUCache } from 'lru-cache';
import type { Registry } from 'prom-client';
import { lookupRecorder } from '../../platform/telemetry/cache-lookups';
import { treeBytes } from '../../platform/values/heap-bytes';

type PlanCache = NonNullable<NonNullable<GatewayConfig['queryPlannerConfig']>['cache']>;
type Plan = NonNullable<Awaited<ReturnType<PlanCache['get']>>>;

/**
 * Heap limit for plans, and again for the compiled operations.
 * @exceeded the least recently used go first
 * @test gateway/executor/cached-operations.test.ts
 */
export const plansBytesMax = 30 * 1024 * 1024;
/**
 * Plans that are kept, and as many compiled operations.
 * @exceeded the least recently used go first
 * @test gateway/executor/cached-operations.test.ts
 */
export const plansMax = 2_000;

/** Overhead of a cache entry. */
const entryBytes = 1_000;

/** Caches plans by operation hash, and counts hits and misses. */
export function planCache(registry: Registry, bytesMax = plansBytesMax): PlanCache {
  const recordLookup = lookupRecorder(registry, 'plans');
  const plans = new LRUCache<string, Plan>({
    max: plansMax,
    maxSize: bytesMax,
    sizeCalculation: (plan) => entryBytes + treeBytes(plan),
  });
  return {
    get: async (key) => {
      const plan = plans.get(key);
      recordLookup(plan !== undefined);
      return plan;
    },
    set: async (key, plan) => {
      // Operations without fetches are planned quickly, and clients can create any number of them.
      if (plan.node !== undefined) plans.set(key, plan);
    },
    delete: async (key) => plans.delete(key),
    clear: () => plans.clear(),
  };
}
