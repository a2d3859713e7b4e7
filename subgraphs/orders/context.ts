import type { FeatureFlags } from '../../config/feature-flags';
import type { LookupRights } from '../../platform/auth/current-rights';
import type { RequestScope } from '../../platform/graphql/request-scope';
import type { ServiceCall } from '../../platform/graphql/service-call';
import type { Jobs } from '../../platform/jobs/jobs';
import { type OrdersLoaders, ordersLoaders } from './loaders';
import type { OrdersStore } from './store';
import type { OrderWorkflows } from './workflows';
import type { DisableLockedOwners, EraseCustomers } from './workflows/accounts';
import type { OrdersConfiguration } from './workflows/dependencies';
import type { Inventory } from './workflows/inventory';

/** What every request of a process shares. */
export interface OrdersParts {
  readonly store: OrdersStore;
  readonly workflows: OrderWorkflows;
  readonly inventory: Inventory;
  readonly erasure: EraseCustomers;
  readonly lockedOwners: DisableLockedOwners;
  readonly users: ServiceCall;
  /** What whoever asks may do at this moment, as `rules.ts` wants to know. */
  readonly rights: LookupRights;
  readonly jobs: Jobs;
  readonly configuration: OrdersConfiguration;
  readonly flags: FeatureFlags;
}

/** What a resolver of orders receives. */
export interface OrdersContext extends RequestScope, OrdersParts {
  readonly loaders: OrdersLoaders;
}

export function ordersContext(scope: RequestScope, parts: OrdersParts): OrdersContext {
  return { ...scope, ...parts, loaders: ordersLoaders(parts.store, scope.answerBudget) };
}
