import { readFileSync } from 'node:fs';
import path from 'node:path';
import '../../platform/config/telemetry-off';
import type { Registry } from 'prom-client';
import type { Configuration } from '../../config/schema';
import { startGateway } from '../../gateway/server';
import { SandboxProvider } from '../../payments/sandbox-provider';
import type { Database } from '../../platform/database/pool';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import { serviceCall } from '../../platform/graphql/service-call';
import type { Subgraph } from '../../platform/graphql/subgraph';
import type { Lifecycle } from '../../platform/process/lifecycle';
import type { Redis } from '../../platform/redis/redis';
import type { Logger } from '../../platform/telemetry/logger';
import { inventorySubgraph } from '../../subgraphs/inventory/subgraph';
import { ordersSubgraph } from '../../subgraphs/orders/subgraph';
import { usersSubgraph } from '../../subgraphs/users/subgraph';
import { fillDemoShop } from '../demo-shop/fill';
import { repositoryRoot } from '../repository-root';
import { readinessOf } from './readiness';
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
  const sandbox = await keepSandbox(parts);
  const subgraphs = composeSubgraphs(parts, sandbox);
  const { inventory, users, orders } = subgraphs;
  for (const subgraph of [inventory, users, orders]) {
    parts.lifecycle.onStop(subgraph.name, drainDeadlineMs, () => subgraph.stop());
  }
  const usersCall = serviceCall(users.internal);
  const hasDemoShop =
    parts.configuration.demo.enabled &&
    (await fillDemoShop({ inventory: serviceCall(inventory.internal), users: usersCall }));
  const gateway = await startGateway({
    ...parts,
    supergraphSdl: readFileSync(path.join(repositoryRoot, 'gateway/supergraph.graphql'), 'utf8'),
    subgraphs: {
      users: users.execute,
      inventory: inventory.execute,
      orders: orders.execute,
    },
    users: usersCall,
    orders: serviceCall(orders.internal),
    readiness: () => readinessOf(parts.databases, parts.redis),
  });
  parts.lifecycle.onStop('gateway', drainDeadlineMs, () => gateway.stop());
  for (const subgraph of [inventory, users, orders]) subgraph.startWork();
  return { gateway: gateway.url, sandbox, hasDemoShop };
}

type Rooms = Readonly<Record<'users' | 'inventory' | 'orders', Subgraph>>;

/** Orders is furnished last: it calls the other two. */
function composeSubgraphs(parts: ShopParts, sandbox: string): Rooms {
  const { configuration, databases, logger, redis, registry } = parts;
  const { registrationsPerMinute } = configuration.limits.rate;
  const given = (room: keyof Rooms) => ({
    configuration,
    database: databases[room],
    rateLimits: fieldRateLimits(redis, { register: registrationsPerMinute }),
    logger: logger.child({ subgraph: room }),
    registry,
  });
  const users = usersSubgraph({ ...given('users'), redis });
  const inventory = inventorySubgraph(given('inventory'));
  const { apiSecret, callbackSecret } = configuration.payments.sandbox;
  const { host, port } = configuration.server;
  const orders = ordersSubgraph({
    ...given('orders'),
    users: serviceCall(users.internal),
    inventory: serviceCall(inventory.internal),
    payments: new SandboxProvider({ url: sandbox, apiSecret, callbackSecret }),
    paymentCallbackUrl: `http://${host}:${port}/payments/callback/sandbox`,
  });
  return { users, inventory, orders };
}
