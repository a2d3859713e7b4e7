import type { AuditEntry } from '../../platform/audit/entry';
import type { LookupRights } from '../../platform/auth/current-rights';
import type { RequestScope } from '../../platform/graphql/request-scope';
import { type InventoryLoaders, inventoryLoaders } from './loaders';
import type { InventoryMetrics } from './metrics';
import type { InventoryStore } from './store';

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
  return {
    ...scope,
    ...dependencies,
    loaders: inventoryLoaders(dependencies.store, scope.answerBudget),
  };
}
