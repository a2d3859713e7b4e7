import type { FeatureFlags } from '../../config/feature-flags';
import type { PaymentProvider } from '../../payments/provider';
import type { LookupRights } from '../../platform/auth/current-rights';
import type { PollLoop } from '../../platform/events/poll-loop';
import type { RequestScope } from '../../platform/graphql/request-scope';
import type { ServiceCall } from '../../platform/graphql/service-call';
import type { Jobs } from '../../platform/jobs/jobs';
import { type OrdersLoaders, ordersLoaders } from './loaders';
import type { OrdersStore } from './store';
import type { OrderWorkflows } from './workflows';
import type { OrdersConfiguration } from './workflows/dependencies';
import type { Inventory } from './workflows/inventory';

/** Shared by all requests of a process. */
export interface OrdersDependencies {
  readonly store: OrdersStore;
  readonly workflows: OrderWorkflows;
  readonly inventory: Inventory;
  readonly erasure: PollLoop;
  readonly lockedOwners: PollLoop;
  readonly users: ServiceCall;
  /** Reads the viewer's current rights, for `rules.ts`. */
  readonly rights: LookupRights;
  readonly jobs: Jobs;
  readonly configuration: OrdersConfiguration;
  readonly flags: FeatureFlags;
}

/** The context of a resolver of orders. */
export interface OrdersContext extends RequestScope, OrdersDependencies {
  readonly loaders: OrdersLoaders;
}

export function ordersContext(
  scope: RequestScope,
  dependencies: OrdersDependencies,
): OrdersContext {
  return {
    ...scope,
    ...dependencies,
    loaders: ordersLoaders(dependencies.store, scope.answerBudget),
  };
}

/** What a resolver of the internal schema receives besides. */
export interface InternalContext extends OrdersContext {
  readonly payments: PaymentProvider;
}
