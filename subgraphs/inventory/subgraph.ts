import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { type FeatureFlags, fixedFeatureFlags } from '../../config/feature-flags';
import { flagSwitch } from '../../config/flag-switch';
import type { Configuration } from '../../config/schema';
import { AuditRelay } from '../../platform/audit/relay';
import { currentRights } from '../../platform/auth/current-rights';
import type { Database } from '../../platform/database/pool';
import { createExecutor } from '../../platform/graphql/execute';
import { internalSchema } from '../../platform/graphql/internal-schema';
import { lateExecutor } from '../../platform/graphql/late-executor';
import type { FieldRateLimits } from '../../platform/graphql/rate-limit';
import type { RequestScope } from '../../platform/graphql/request-scope';
import type { ServiceCall } from '../../platform/graphql/service-call';
import type { Subgraph } from '../../platform/graphql/subgraph';
import type { Redis } from '../../platform/redis/redis';
import { inventoryContext } from './context';
import * as internalOperations from './internal';
import { internalRules } from './internal/callers';
import { inventoryMetrics } from './metrics';
import { inventoryStore } from './store';

export interface InventoryOptions {
  readonly database: Database;
  readonly rateLimits: FieldRateLimits;
  /** The internal schema of users, for the audit log and the current rights of viewers. */
  readonly users: ServiceCall;
  readonly configuration: Pick<Configuration, 'cache' | 'limits'>;
  /** Where processes share cached rows; if left out, each has its own. */
  readonly redis?: Redis | null;
  /** The feature flags; if absent, every flag has its default value. */
  readonly flags?: FeatureFlags;
  readonly logger: Logger;
  readonly registry: Registry;
}

const schemaOfCalls = internalSchema(internalOperations, internalRules);

export function inventorySubgraph(options: InventoryOptions): Subgraph {
  const { database, rateLimits, logger, registry } = options;
  const { redis = null, flags = fixedFeatureFlags(), configuration } = options;
  const isOn = flagSwitch(flags, 'cached-rows');
  const caching = { redis, settings: configuration.cache.data, isOn, logger, registry };
  const store = inventoryStore(database, caching);
  const metrics = inventoryMetrics(registry);
  const auditRelay = new AuditRelay({ outbox: store.auditOutbox, log: options.users, logger });
  const auditEntries = auditRelay.scheduleFor;
  const rights = currentRights(options.users, logger);
  const createContext = (scope: RequestScope) =>
    inventoryContext(scope, { store, metrics, rights, auditEntries });
  const executing = { createContext, logger, registry };
  const api = lateExecutor(async () => {
    const { publicSchema } = await import('./public-schema.js');
    return createExecutor({
      schema: publicSchema(rateLimits),
      name: 'inventory',
      answerLimits: configuration.limits.operation,
      ...executing,
    });
  });
  return {
    name: 'inventory',
    execute: api.execute,
    internal: createExecutor({ schema: schemaOfCalls(), name: 'inventory-internal', ...executing }),
    loadApi: api.create,
    warmUp: () => store.warmUp(),
    startWork: () => auditRelay.start(),
    stop: async () => {
      await auditRelay.stop();
      await store.close();
    },
  };
}
