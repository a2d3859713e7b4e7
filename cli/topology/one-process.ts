import { readFileSync } from 'node:fs';
import path from 'node:path';
import '../../platform/config/telemetry-off';
import type { Registry } from 'prom-client';
import { type FeatureFlags, openFeatureFlags } from '../../config/feature-flags';
import type { Configuration } from '../../config/schema';
import { gatewayUrl, paymentCallbackUrl, sandboxUrl } from '../../config/service-addresses';
import { startGateway } from '../../gateway/server';
import { openProvider } from '../../payments/open-provider';
import { measureBackups } from '../../platform/database/backup-state';
import { measurePools, measureReplicas } from '../../platform/database/metrics';
import type { Database } from '../../platform/database/pool';
import { type Bus, redisBus } from '../../platform/events/bus';
import { notifyBus } from '../../platform/events/notify-bus';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import { type ServiceCall, serviceCall } from '../../platform/graphql/service-call';
import type { Subgraph } from '../../platform/graphql/subgraph';
import type { Lifecycle } from '../../platform/process/lifecycle';
import { measureRedis } from '../../platform/redis/metrics';
import type { Redis } from '../../platform/redis/redis';
import { readinessOf, startAdminServer } from '../../platform/remote/admin-server';
import type { Logger } from '../../platform/telemetry/logger';
import type { Profiles } from '../../platform/telemetry/signals';
import { inventorySubgraph } from '../../subgraphs/inventory/subgraph';
import { ordersSubgraph } from '../../subgraphs/orders/subgraph';
import { usersSubgraph } from '../../subgraphs/users/subgraph';
import { fillDemoShop } from '../demo-shop/fill';
import { repositoryRoot } from '../repository-root';
import { dependenciesOf } from './readiness';
import { keepSandbox } from './sandbox';

/** What is up before the shop opens. Whoever made a part registered how it is stopped. */
export interface ShopParts {
  readonly configuration: Configuration;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  /** One pool a room, on a migrated database. */
  readonly databases: {
    readonly orders: Database;
    readonly users: Database;
    readonly inventory: Database;
  };
  /** Null: caches, counters and persisted operations live in memory. */
  readonly redis: Redis | null;
  readonly registry: Registry;
  readonly profiles: Profiles;
}

/** Where the parts answer, for the banner. */
export interface ShopAddresses {
  /** Origin of the gateway, e.g. `http://127.0.0.1:4000`. */
  readonly gateway: string;
  /** Origin of the payment sandbox; null where another provider takes the money. */
  readonly sandbox: string | null;
  /** Whether its accounts and products are there to play with. */
  readonly hasDemoShop: boolean;
}

const drainDeadlineMs = 15_000;

/**
 * Opens the shop in this process: the same schemas as on many machines, called directly. Every
 * part registers its stop with the lifecycle, so they end in reverse: gateway first.
 */
export async function startShop(parts: ShopParts): Promise<ShopAddresses> {
  measureServers(parts);
  const sandbox = await keepSandbox(parts);
  const flags = openFeatureFlags(parts);
  parts.lifecycle.onStop('feature flags', drainDeadlineMs, flags.stop);
  const subgraphs = composeSubgraphs(parts, sandbox, flags);
  const { inventory, users, orders } = subgraphs;
  for (const subgraph of [inventory, users, orders]) {
    parts.lifecycle.onStop(subgraph.name, drainDeadlineMs, () => subgraph.stop());
  }
  const usersCall = serviceCall(users.internal, 'gateway');
  const hasDemoShop =
    parts.configuration.demo.enabled &&
    (await fillDemoShop({
      inventory: serviceCall(inventory.internal, 'cli'),
      users: serviceCall(users.internal, 'cli'),
    }));
  const gateway = await startGateway({
    ...parts,
    bus: openBus(parts),
    logger: parts.logger.child({ module: 'gateway' }),
    supergraphSdl: readFileSync(path.join(repositoryRoot, 'gateway/supergraph.graphql'), 'utf8'),
    subgraphs: {
      users: users.execute,
      inventory: inventory.execute,
      orders: orders.execute,
    },
    users: usersCall,
    orders: serviceCall(orders.internal, 'gateway'),
    readiness: () => readinessOf(dependenciesOf(parts.databases, parts.redis)),
    flags,
  });
  parts.lifecycle.onStop('gateway', drainDeadlineMs, () => gateway.stop());
  await openAdminPort(parts, usersCall);
  for (const subgraph of [inventory, users, orders]) subgraph.startWork();
  return { gateway: gateway.url, sandbox, hasDemoShop };
}

/** On which orders tells the gateway what has changed, as it does where they are two processes. */
function openBus({ databases, lifecycle, logger, redis }: ShopParts): Bus {
  const bus = redis ? redisBus(redis, logger) : notifyBus(databases.orders, logger);
  lifecycle.onStop('bus', drainDeadlineMs, bus.close);
  return bus;
}

function measureServers({ configuration, databases, redis, registry, logger }: ShopParts): void {
  measurePools(registry, databases);
  measureReplicas(registry, databases, logger);
  measureBackups(registry, configuration.backups.stateFile, Object.keys(databases), logger);
  if (redis !== null) measureRedis(registry, redis);
}

/** In development the public port has the metrics, and a profiler is a flag of Node away. */
async function openAdminPort(parts: ShopParts, accounts: ServiceCall): Promise<void> {
  const { configuration, databases, lifecycle, logger, profiles, redis, registry } = parts;
  if (configuration.environment === 'development') return;
  const admin = await startAdminServer({
    host: configuration.services.host,
    port: configuration.server.adminPort,
    registry,
    ...dependenciesOf(databases, redis),
    profiles,
    accounts,
    isDraining: () => lifecycle.isEnding,
    logger,
  });
  lifecycle.onStop('admin port', drainDeadlineMs, () => admin.stop());
}

type Rooms = Readonly<Record<'users' | 'inventory' | 'orders', Subgraph>>;

function composeSubgraphs(parts: ShopParts, sandbox: string | null, flags: FeatureFlags): Rooms {
  const { configuration, databases, logger, redis, registry } = parts;
  const { rate } = configuration.limits;
  const given = (room: keyof Rooms) => ({
    configuration,
    database: databases[room],
    rateLimits: fieldRateLimits(redis, {
      get register() {
        return rate.registrationsPerMinute;
      },
      get upsertProducts() {
        return rate.productUpsertsPerMinute;
      },
    }),
    logger: logger.child({ subgraph: room }),
    registry,
  });
  // Each may call another: none is called before all are furnished.
  const toOrders: ServiceCall = (...call) => serviceCall(orders.internal, 'users')(...call);
  const users = usersSubgraph({ ...given('users'), redis, flags, orders: toOrders });
  const toUsers = (caller: string) => serviceCall(users.internal, caller);
  const inventory = inventorySubgraph({ ...given('inventory'), users: toUsers('inventory') });
  const orders = ordersSubgraph({
    ...given('orders'),
    flags,
    redis,
    users: toUsers('orders'),
    inventory: serviceCall(inventory.internal, 'orders'),
    payments: openProvider(configuration.payments, {
      sandbox: sandbox ?? sandboxUrl(configuration),
      gateway: gatewayUrl(configuration),
    }),
    paymentCallbackUrl: paymentCallbackUrl(configuration),
    ledger: sandbox === null ? undefined : { url: `${sandbox}/ledger` },
  });
  return { users, inventory, orders };
}
