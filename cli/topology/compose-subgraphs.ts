import type { Registry } from 'prom-client';
import type { FeatureFlags } from '../../config/feature-flags';
import { scheduledBackups } from '../../config/process/open-backups';
import { namedPool, orderShards } from '../../config/process/order-shards';
import { gatewayUrl, paymentCallbackUrl, sandboxUrl } from '../../config/process/service-addresses';
import type { Configuration } from '../../config/schema';
import type { SubgraphName } from '../../config/subgraphs';
import { openProvider } from '../../payments/open-provider';
import type { KeyRequestLog } from '../../platform/auth/key-requests';
import type { Database } from '../../platform/database/pool';
import type { Declared, Rules } from '../../platform/graphql/internal-schema';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import { type ServiceCall, serviceCall } from '../../platform/graphql/service-call';
import type { Subgraph } from '../../platform/graphql/subgraph';
import type { Mailbox } from '../../platform/mail/mailbox';
import type { Redis } from '../../platform/redis/redis';
import type { Logger } from '../../platform/telemetry/logger';
import { internalRules as inventoryInternalRules } from '../../subgraphs/inventory/internal/callers';
import * as inventoryOperations from '../../subgraphs/inventory/operations';
import { rules as inventoryRules } from '../../subgraphs/inventory/rules';
import { orphanedTypes as inventoryOrphanedTypes } from '../../subgraphs/inventory/schema/orphaned-types';
import { inventorySubgraph } from '../../subgraphs/inventory/subgraph';
import { internalRules as ordersInternalRules } from '../../subgraphs/orders/internal/callers';
import * as ordersOperations from '../../subgraphs/orders/operations';
import { rules as ordersRules } from '../../subgraphs/orders/rules';
import { ordersSubgraph } from '../../subgraphs/orders/subgraph';
import { internalRules as usersInternalRules } from '../../subgraphs/users/internal/callers';
import * as usersOperations from '../../subgraphs/users/operations';
import { rules as usersRules } from '../../subgraphs/users/rules';
import { usersSubgraph } from '../../subgraphs/users/subgraph';
import { openLedger } from '../../verify/open-ledger';

/** The declarations of a room: its schema and its permission rules. */
export interface Room {
  readonly operations: Declared['resolvers'];
  /** Entities of other rooms that it extends or references. */
  readonly orphanedTypes?: Declared['orphanedTypes'];
  readonly rules: Rules;
  readonly internalRules: Rules;
}

/** All rooms, for generated files and the permission tests. */
export const rooms: Readonly<Record<SubgraphName, Room>> = {
  inventory: {
    operations: inventoryOperations,
    orphanedTypes: inventoryOrphanedTypes,
    rules: inventoryRules,
    internalRules: inventoryInternalRules,
  },
  orders: {
    operations: ordersOperations,
    rules: ordersRules,
    internalRules: ordersInternalRules,
  },
  users: {
    operations: usersOperations,
    rules: usersRules,
    internalRules: usersInternalRules,
  },
};

export type Subgraphs = Readonly<Record<SubgraphName, Subgraph>>;

export interface CompositionDependencies {
  readonly configuration: Configuration;
  readonly logger: Logger;
  /** One pool per subgraph, on a migrated database. */
  readonly databases: Readonly<Record<SubgraphName, Database>>;
  /** The pools of databases with shards of orders besides the home, by name. */
  readonly shards: Readonly<Record<string, Database>>;
  readonly redis: Redis | null;
  /** Requests with API keys, which the gateway of this process records. */
  readonly keyRequests: KeyRequestLog;
  readonly registry: Registry;
  readonly flags: FeatureFlags;
  /** Shows the mails of this system; null outside development. */
  readonly mailbox: Mailbox | null;
  /** Origin of the payment sandbox of this process; null if it runs elsewhere or is not used. */
  readonly sandbox: string | null;
}

/** The limits of single fields, which may change. */
const callsPerMinute = ({ rate }: Configuration['limits']) => ({
  get register() {
    return rate.registrationsPerMinute;
  },
  get requestPasswordReset() {
    return rate.passwordResetsPerMinute;
  },
  get upsertProducts() {
    return rate.productUpsertsPerMinute;
  },
  get redeliverWebhook() {
    return rate.webhookRedeliveriesPerMinute;
  },
});

/**
 * Composes the subgraphs in one process, each with the internal schemas that it calls. As separate
 * processes they are composed in `subgraphs/NAME/main.ts`.
 */
export function composeSubgraphs(dependencies: CompositionDependencies): Subgraphs {
  const { configuration, databases, flags, logger, redis, registry, sandbox } = dependencies;
  const { mailbox } = dependencies;
  const rateLimits = fieldRateLimits(dependencies, callsPerMinute(configuration.limits));
  const commonOptions = (name: SubgraphName) => ({
    configuration,
    database: databases[name],
    rateLimits,
    logger: logger.child({ subgraph: name }),
    registry,
  });
  // Calls are late-bound, because users and orders call each other.
  const toOrders: ServiceCall = (...call) => serviceCall(orders.internal, 'users')(...call);
  const users = usersSubgraph({
    ...commonOptions('users'),
    redis,
    flags,
    keyRequests: dependencies.keyRequests,
    mailbox,
    orders: toOrders,
  });
  const toUsers = (caller: SubgraphName) => serviceCall(users.internal, caller);
  const inventory = inventorySubgraph({
    ...commonOptions('inventory'),
    redis,
    flags,
    users: toUsers('inventory'),
  });
  const orders = ordersSubgraph({
    ...commonOptions('orders'),
    shards: orderShards(configuration, namedPool({ ...databases, ...dependencies.shards })),
    flags,
    redis,
    mailbox,
    backups: scheduledBackups(configuration),
    users: toUsers('orders'),
    inventory: serviceCall(inventory.internal, 'orders'),
    payments: openProvider(
      configuration.payments,
      { sandbox: sandbox ?? sandboxUrl(configuration), gateway: gatewayUrl(configuration) },
      registry,
    ),
    paymentCallbackUrl: paymentCallbackUrl(configuration),
    ledger: openLedger(configuration.payments, sandbox ?? sandboxUrl(configuration)),
  });
  return { users, inventory, orders };
}
