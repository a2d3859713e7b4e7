import type { AuditEntry } from '../../platform/audit/entry';
import type { LookupRights } from '../../platform/auth/current-rights';
import type { RequestScope } from '../../platform/graphql/request-scope';
import { type InventoryLoaders, inventoryLoaders } from './loaders';
import type { InventoryMetrics } from './metrics';
import type { InventoryStore } from './store';

/** Shared by all requests of a process. */
export interface InventoryParts {
  readonly store: InventoryStore;
  readonly metrics: InventoryMetrics;
  /** Reads the viewer's current rights, for `rules.ts`. */
  readonly rights: LookupRights;
  /** Notifies the relay of new audit entries, so that it delivers them soon. */
  readonly audited: (entries: readonly (AuditEntry | null)[]) => AuditEntry[];
}

/** The context of a resolver of inventory. */
export interface InventoryContext extends RequestScope, InventoryParts {
  readonly loaders: InventoryLoaders;
}

export function inventoryContext(scope: RequestScope, parts: InventoryParts): InventoryContext {
  return { ...scope, ...parts, loaders: inventoryLoaders(parts.store, scope.answerBudget) };
}
