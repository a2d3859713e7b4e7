import type { FeatureFlags } from '../../config/feature-flags';
import type { OpenedDispute, PaymentProvider } from '../../payments/provider';
import type { LookupRights } from '../../platform/auth/current-rights';
import type { PollLoop } from '../../platform/events/poll-loop';
import { requestLoaders } from '../../platform/graphql/request-loaders';
import type { RequestScope } from '../../platform/graphql/request-scope';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { type OrdersLoaders, ordersLoaders } from './loaders';
import type { SpreadStore } from './store';
import type { OrderWorkflows } from './workflows';
import type { OrdersConfiguration } from './workflows/dependencies';
import type { Inventory } from './workflows/inventory';
import type { ShopJobs } from './workflows/jobs';

/** Shared by all requests of a process. */
export interface OrdersDependencies {
  readonly store: SpreadStore;
  readonly workflows: OrderWorkflows;
  readonly inventory: Inventory;
  readonly payments: Pick<PaymentProvider, 'stepOf'>;
  readonly erasure: Pick<PollLoop, 'runOnce'>;
  readonly lockedOwners: Pick<PollLoop, 'runOnce'>;
  readonly users: ServiceCall;
  /** Reads the viewer's current rights, for `rules.ts`. */
  readonly rights: LookupRights;
  readonly jobs: ShopJobs;
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
    ...requestLoaders(() => ordersLoaders(dependencies.store, scope.answerBudget)),
  };
}

/** What a resolver of the internal schema receives besides. */
export interface InternalContext extends OrdersContext {
  readonly payments: PaymentProvider;
  readonly reportDispute: (dispute: OpenedDispute) => void;
}
