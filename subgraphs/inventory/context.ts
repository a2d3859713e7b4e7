import type { AuditEntry } from '../../platform/audit/entry';
import type { LookupRights } from '../../platform/auth/current-rights';
import { requestLoaders } from '../../platform/graphql/request-loaders';
import type { RequestScope } from '../../platform/graphql/request-scope';
import { type InventoryLoaders, inventoryLoaders } from './loaders';
import type { InventoryMetrics } from './metrics';
import type { InventoryStore } from './store';
import { readsCache } from './visibility';

/** What every request of a process shares. */
export interface InventoryDependencies {
  readonly store: InventoryStore;
  readonly metrics: InventoryMetrics;
  /** Reads the viewer's current rights, for `rules.ts`. */
  readonly rights: LookupRights;
  /** The audit entries to write; also wakes the relay, which delivers them soon. */
  readonly auditEntries: (entries: readonly (AuditEntry | null)[]) => AuditEntry[];
}

/** What a resolver of inventory receives. */
export interface InventoryContext extends RequestScope, InventoryDependencies {
  readonly loaders: InventoryLoaders;
}

export function inventoryContext(
  scope: RequestScope,
  dependencies: InventoryDependencies,
): InventoryContext {
  const { store } = dependencies;
  const rows = readsCache(scope.viewer) ? store.cached : store.direct;
  return {
    ...scope,
    ...dependencies,
    ...requestLoaders(() => inventoryLoaders(store, rows, scope.answerBudget)),
  };
}
