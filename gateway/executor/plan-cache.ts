import type { GatewayConfig } from '@apollo/gateway';
import { LRUCache } from 'lru-cache';
import type { Registry } from 'prom-client';
import { lookupRecorder } from '../../platform/telemetry/cache-lookups';
import { treeBytes } from '../../platform/values/heap-bytes';

type PlanCache = NonNullable<NonNullable<GatewayConfig['queryPlannerConfig']>['cache']>;
type Plan = NonNullable<Awaited<ReturnType<PlanCache['get']>>>;

/** Of the heap, for the plans and again for what is compiled of them. */
export const plansBytesMax = 30 * 1024 * 1024;
export const plansMax = 2_000;

/** What the cache itself and an entry of it take besides. */
const entryBytes = 1_000;

/** Plans by the hash of their operation, and how often one is made again. */
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
      // What needs no fetch is planned in no time, and anybody can make any number of it.
      if (plan.node !== undefined) plans.set(key, plan);
    },
    delete: async (key) => plans.delete(key),
    clear: () => plans.clear(),
  };
}
