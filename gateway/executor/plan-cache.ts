import type { GatewayConfig } from '@apollo/gateway';
import { LRUCache } from 'lru-cache';
import type { Registry } from 'prom-client';
import { cacheRequests } from '../../platform/telemetry/cache-requests';

type PlanCache = NonNullable<NonNullable<GatewayConfig['queryPlannerConfig']>['cache']>;
type Plan = NonNullable<Awaited<ReturnType<PlanCache['get']>>>;

/** As much as the planner's own cache takes. */
export const plansBytesMax = 30 * 1024 * 1024;

/** Plans by the hash of their operation, and how often one is made anew. */
export function planCache(registry: Registry): PlanCache {
  const asked = cacheRequests(registry, 'plans');
  const plans = new LRUCache<string, Plan>({
    maxSize: plansBytesMax,
    sizeCalculation: (plan) => Buffer.byteLength(JSON.stringify(plan)),
  });
  return {
    get: async (key) => {
      const plan = plans.get(key);
      asked(plan !== undefined);
      return plan;
    },
    set: async (key, plan) => void plans.set(key, plan),
    delete: async (key) => plans.delete(key),
    clear: () => plans.clear(),
  };
}
