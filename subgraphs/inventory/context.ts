import type { AuditEntry } from '../../platform/audit/entry';
import type { LookupRights } from '../../platform/auth/current-rights';
import type { RequestScope } from '../../platform/graphql/request-scope';
import { type InventoryLoaders, inventoryLoaders } from './loaders';
import type { InventoryMetrics } from './metrics';
import type { InventoryStore } from './store';

/** What every request of a process shares. */
export interface InventoryParts {
  readonly store: InventoryStore;
  readonly metrics: InventoryMetrics;
  /** What whoever asks may do at this moment, as `rules.ts` wants to know. */
  readonly rights: LookupRights;
  /** The entries that there are to write, of which the relay is told: it looks for them soon. */
  readonly audited: (entries: readonly (AuditEntry | null)[]) => AuditEntry[];
}

/** What a resolver of inventory receives. */
export interface InventoryContext extends RequestScope, InventoryParts {
  readonly loaders: InventoryLoaders;
}

export function inventoryContext(scope: RequestScope, parts: InventoryParts): InventoryContext {
  return { ...scope, ...parts, loaders: inventoryLoaders(parts.store, scope.answerBudget) };
}
