import { Registry } from 'prom-client';
import type { Configuration } from '../../config/schema';
import { sandboxUrl } from '../../config/service-addresses';
import { bySubgraph, type SubgraphName } from '../../config/subgraphs';
import { SandboxProvider } from '../../payments/sandbox-provider';
import { findEmbeddedPostgres } from '../../platform/database/embedded-running';
import { createPool } from '../../platform/database/pool';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import { type ServiceCall, serviceCall } from '../../platform/graphql/service-call';
import { createLogger } from '../../platform/telemetry/logger';
import { inventorySubgraph } from '../../subgraphs/inventory/subgraph';
import { ordersSubgraph } from '../../subgraphs/orders/subgraph';
import { usersSubgraph } from '../../subgraphs/users/subgraph';
import { notRunning } from '../running/not-running';

export interface OpenRooms {
  readonly orders: ServiceCall;
  readonly inventory: ServiceCall;
  readonly users: ServiceCall;
  close(): Promise<void>;
}

/** Queries run one at a time, to leave the connections to the shop. */
const poolMax = 1;
const poolLifetimeSeconds = 3_600;
/** A product may have millions of movements. */
const statementTimeoutMs = 60_000;

function urlOf({ database, dataFolder }: Configuration, room: SubgraphName): string {
  const url = database[room].url ?? findEmbeddedPostgres(dataFolder)?.(room);
  if (url) return url;
  throw notRunning(dataFolder, `database.${room}.url`);
}

/**
 * Composes the three rooms in this process on the databases of the running shop, to use their
 * internal schemas; no background work is started.
 * @throws NotRunningError when there is no database to read.
 */
export function openRooms(configuration: Configuration): OpenRooms {
  const logger = createLogger({ ...configuration.log, level: 'fatal', name: 'verify' });
  const urls = bySubgraph((name) => urlOf(configuration, name));
  const commonOptions = (room: SubgraphName) => ({
    database: createPool({
      url: urls[room],
      name: 'verify',
      logger,
      max: poolMax,
      idle: 0,
      lifetimeSeconds: poolLifetimeSeconds,
      statementTimeoutMs,
    }),
    rateLimits: fieldRateLimits(null, {}),
    configuration,
    logger,
    registry: new Registry(),
  });
  const { apiSecret, callbackSecret } = configuration.payments.sandbox;
  const url = sandboxUrl(configuration);
  const neverCalled = () => Promise.reject(new Error('verify does not call this room.'));
  const users = usersSubgraph({ ...commonOptions('users'), redis: null, orders: neverCalled });
  const inventory = inventorySubgraph({ ...commonOptions('inventory'), users: neverCalled });
  const orders = ordersSubgraph({
    ...commonOptions('orders'),
    inventory: serviceCall(inventory.internal, 'orders'),
    users: neverCalled,
    payments: new SandboxProvider({ url, apiSecret, callbackSecret }),
  });
  return {
    orders: serviceCall(orders.internal, 'cli'),
    inventory: serviceCall(inventory.internal, 'cli'),
    users: serviceCall(users.internal, 'cli'),
    close: async () => {
      await Promise.all([orders.stop(), inventory.stop(), users.stop()]);
    },
  };
}
