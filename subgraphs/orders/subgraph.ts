import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { PaymentProvider } from '../../payments/provider';
import type { Database } from '../../platform/database/pool';
import { createExecutor } from '../../platform/graphql/execute';
import { federatedSchema, internalSchema } from '../../platform/graphql/federated-schema';
import type { FieldRateLimits } from '../../platform/graphql/rate-limit';
import type { RequestScope } from '../../platform/graphql/request-scope';
import type { ServiceCall } from '../../platform/graphql/service-call';
import type { Subgraph } from '../../platform/graphql/subgraph';
import { ordersContext } from './context';
import { assertSoundStates } from './domain/state-table';
import { internalOperations, internalRules } from './internal';
import { ordersMetrics } from './metrics';
import { CancelOrderOperation } from './operations/cancel-order';
import { DeliverOrderOperation } from './operations/deliver-order';
import { OrderOperation } from './operations/order';
import { OrderByNumberOperation } from './operations/order-by-number';
import { OrderEventOperation } from './operations/order-event';
import { OrderLineOperation } from './operations/order-line';
import { OrdersOperation } from './operations/orders';
import { PaymentOperation } from './operations/payment';
import { PlaceOrderOperation } from './operations/place-order';
import { QuoteOperation } from './operations/quote';
import { RefundOrderOperation } from './operations/refund-order';
import { ResolveOrderOperation } from './operations/resolve-order';
import { ReviewOrderOperation } from './operations/review-order';
import { ShipOrderOperation } from './operations/ship-order';
import { ShipmentOperation } from './operations/shipment';
import { UpdateShippingAddressOperation } from './operations/update-shipping-address';
import { UserOrdersOperation } from './operations/user-orders';
import { references } from './references';
import { rules } from './rules';
import { ordersStore } from './store';
import { orderWorkflows } from './workflows';
import { inventoryCalls } from './workflows/inventory';
import type { OrdersConfiguration } from './workflows/parts';

/** Every verb of orders that a client of the gateway can reach. */
export const operations = [
  OrderOperation,
  OrderByNumberOperation,
  OrdersOperation,
  UserOrdersOperation,
  OrderLineOperation,
  OrderEventOperation,
  PaymentOperation,
  ShipmentOperation,
  QuoteOperation,
  PlaceOrderOperation,
  CancelOrderOperation,
  ShipOrderOperation,
  DeliverOrderOperation,
  RefundOrderOperation,
  ReviewOrderOperation,
  UpdateShippingAddressOperation,
  ResolveOrderOperation,
];

/** Types that no operation returns, but that other subgraphs refer to. */
export const orphanedTypes = [];

export interface OrdersOptions {
  readonly database: Database;
  readonly inventory: ServiceCall;
  readonly users: ServiceCall;
  readonly payments: PaymentProvider;
  /** Where the provider calls back; without it, open payments are asked after. */
  readonly paymentCallbackUrl?: string;
  readonly rateLimits: FieldRateLimits;
  readonly configuration: OrdersConfiguration;
  readonly logger: Logger;
  readonly registry: Registry;
}

export function ordersSubgraph(options: OrdersOptions): Subgraph {
  assertSoundStates();
  const { payments, paymentCallbackUrl, rateLimits, configuration, logger } = options;
  const store = ordersStore(options.database);
  const inventory = inventoryCalls(options.inventory);
  const metrics = ordersMetrics(options.registry);
  const workflows = orderWorkflows({
    store,
    inventory,
    payments,
    paymentCallbackUrl,
    configuration,
    metrics,
    logger,
  });
  const parts = { store, workflows, inventory, users: options.users, configuration };
  const createContext = (scope: RequestScope) => ordersContext(scope, parts);
  const schema = federatedSchema({ resolvers: operations, references, rules, rateLimits });
  const internal = internalSchema(internalOperations, internalRules);
  return {
    name: 'orders',
    execute: createExecutor({ schema, createContext, logger }),
    internal: createExecutor({
      schema: internal,
      createContext: (scope) => ({ ...createContext(scope), payments }),
      logger,
    }),
    startWork: () => workflows.startWork(),
    stop: async () => {
      await workflows.stop();
      await store.close();
    },
  };
}
