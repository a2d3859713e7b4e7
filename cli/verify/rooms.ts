import { Registry } from 'prom-client';
import { orderShards } from '../../config/process/order-shards';
import type { Configuration } from '../../config/schema';
import { type SubgraphName, subgraphNames } from '../../config/subgraphs';
import { unusedProvider } from '../../payments/unused-provider';
import type { HeadFiles } from '../../platform/audit/head-files';
import { createPool } from '../../platform/database/pool';
import { type ServiceCall, serviceCall } from '../../platform/graphql/service-call';
import { unusedRateLimits } from '../../platform/graphql/unused-rate-limits';
import { createLogger } from '../../platform/telemetry/logger';
import { inventorySubgraph } from '../../subgraphs/inventory/subgraph';
import { ordersSubgraph } from '../../subgraphs/orders/subgraph';
import { usersSubgraph } from '../../subgraphs/users/subgraph';
import { reachDatabase } from '../running/reach-database';

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

/**
 * Composes the three rooms in this process on the databases of the running shop, to use their
 * internal schemas; no background work is started.
 * @param auditHeads the published heads to compare the audit log with, instead of the data folder's.
 * @throws NotRunningError when there is no database to read, Error when one cannot be reached.
 */
export async function openRooms(
  configuration: Configuration,
  auditHeads?: Pick<HeadFiles, 'all'>,
): Promise<OpenRooms> {
  const logger = createLogger({ ...configuration.log, level: 'fatal', name: 'verify' });
  const reached = await Promise.all(
    subgraphNames.map(async (name) => [name, await reachDatabase(configuration, name)] as const),
  );
  const urls = Object.fromEntries(reached) as Record<SubgraphName, string>;
  const poolOn = (url: string) =>
    createPool({
      url,
      name: 'verify',
      logger,
      max: poolMax,
      idle: 0,
      lifetimeSeconds: poolLifetimeSeconds,
      statementTimeoutMs,
    });
  const commonOptions = (room: SubgraphName, database = poolOn(urls[room])) => ({
    database,
    rateLimits: unusedRateLimits,
    configuration,
    logger,
    registry: new Registry(),
  });
  const neverCalled = () => Promise.reject(new Error('verify does not call this room.'));
  const users = usersSubgraph({
    ...commonOptions('users'),
    redis: null,
    auditHeads,
    orders: neverCalled,
  });
  const inventory = inventorySubgraph({ ...commonOptions('inventory'), users: neverCalled });
  const shards = orderShards(configuration, ({ url }) => poolOn(url));
  const orders = ordersSubgraph({
    ...commonOptions('orders', shards?.[0]?.database),
    shards,
    inventory: serviceCall(inventory.internal, 'orders'),
    users: neverCalled,
    payments: unusedProvider,
  });
  // Shards may be elsewhere than the configuration says. A single database has none to find, and the
  // query compiler, 0.1 s of CPU, is not used here.
  if (shards) await orders.warmUp();
  return {
    orders: serviceCall(orders.internal, 'cli'),
    inventory: serviceCall(inventory.internal, 'cli'),
    users: serviceCall(users.internal, 'cli'),
    close: async () => {
      await Promise.all([orders.stop(), inventory.stop(), users.stop()]);
    },
  };
}
