// type-graphql needs this before any of its decorators runs.
import 'reflect-metadata';
import { Registry } from 'prom-client';
import { hasDefaultSecrets, withGeneratedSecrets } from '../../config/loading/generated-secrets';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { hasEmbeddedPostgres } from '../../config/process/embedded-postgres';
import { orderShards } from '../../config/process/order-shards';
import type { Configuration } from '../../config/schema';
import { bySubgraph, type SubgraphName } from '../../config/subgraphs';
import { unusedProvider } from '../../payments/unused-provider';
import { findEmbeddedPostgres } from '../../platform/database/embedded-running';
import { demandMigrated } from '../../platform/database/kept-databases';
import { createPool } from '../../platform/database/pool';
import { systemScope } from '../../platform/graphql/request-scope';
import { type ServiceCall, serviceCall } from '../../platform/graphql/service-call';
import { unusedRateLimits } from '../../platform/graphql/unused-rate-limits';
import type { Lifecycle } from '../../platform/process/lifecycle';
import { createLogger, type Logger } from '../../platform/telemetry/logger';
import { inventorySubgraph } from '../../subgraphs/inventory/subgraph';
import { ordersSubgraph } from '../../subgraphs/orders/subgraph';
import { usersSubgraph } from '../../subgraphs/users/subgraph';
import { refuseServerOfCommand } from '../running/other-command';
import { withShopSecrets } from '../running/shop-secrets';
import { demandDatabases } from '../topology/demand-databases';
import {
  type DatabaseUrls,
  installedDatabases,
  migrateAll,
  openPostgres,
  takeDataFolder,
} from '../topology/servers';

/** A request of the importer to a room, made as the system. */
export type Ask = <Data>(query: string, variables: Record<string, unknown>) => Promise<Data>;

export interface OpenRooms {
  readonly dataFolder: string;
  readonly inventory: Ask;
  readonly users: Ask;
  readonly orders: Ask;
}

const callDeadlineMs = 60_000;
const stopDeadlineMs = 10_000;
const connectionsMax = 2;
const lifetimeSeconds = 3_600;

function callerOf(call: ServiceCall, name: string): Ask {
  return (query, variables) => call(query, variables, systemScope(name, callDeadlineMs));
}

interface Reached {
  readonly configuration: Configuration;
  readonly urls: DatabaseUrls;
}

/** The database URLs of the running shop that uses the data folder. */
function urlsOfRunningShop({ dataFolder }: Configuration): DatabaseUrls | null {
  const running = findEmbeddedPostgres(dataFolder);
  if (running === null) return null;
  refuseServerOfCommand(dataFolder);
  const owner = bySubgraph(running);
  return { owner, application: owner, shards: [] };
}

/**
 * Opens the configured databases, those of a running shop, or the embedded one, which is started
 * here. The lock on the data folder decides: a server may briefly outlive a shop that was killed.
 * Generated secrets are in that folder wherever the databases are; without any, an import into
 * configured databases locks nothing.
 */
async function reachDatabases(
  written: Configuration,
  logger: Logger,
  lifecycle: Lifecycle,
): Promise<Reached> {
  const isConfigured = !hasEmbeddedPostgres(written);
  const openWritten = () => openPostgres({ configuration: written, logger, lifecycle });
  if (isConfigured && !hasDefaultSecrets(written)) {
    return { configuration: written, urls: await openWritten() };
  }
  let configuration: Configuration;
  try {
    configuration = takeDataFolder(written, lifecycle);
  } catch (error) {
    const urls = isConfigured ? await openWritten() : urlsOfRunningShop(written);
    if (urls === null) throw error;
    return { configuration: withGeneratedSecrets(written), urls };
  }
  return { configuration, urls: await openPostgres({ configuration, logger, lifecycle }) };
}

/**
 * Checks that the databases and secrets are those of a shop: in another folder, new ones would be
 * made.
 */
function demandShop(written: Configuration): void {
  demandDatabases(written);
  // It encrypts the accounts that are created.
  withShopSecrets(written, ['encryption.users.secret']);
}

/**
 * Composes the rooms in this process on the databases of the shop, which may be running. They start
 * no background work.
 * @param name of the command, for logs, connections and the audit log. Only `setup` makes a new shop.
 * @throws CommandError if there is no shop, and nothing makes one.
 */
export async function openRooms(
  lifecycle: Lifecycle,
  name: 'import' | 'setup' = 'import',
): Promise<OpenRooms> {
  const written = await loadConfiguration();
  if (name !== 'setup') demandShop(written);
  const logger = createLogger({ ...written.log, level: 'error', name });
  const { configuration, urls } = await reachDatabases(written, logger, lifecycle);
  if (name !== 'setup' && !hasEmbeddedPostgres(written)) {
    await demandMigrated(installedDatabases(urls));
  }
  await migrateAll(urls, logger);
  const poolOn = (url: string, room: string) =>
    createPool({
      url,
      name: `${name} into ${room}`,
      logger,
      max: connectionsMax,
      idle: 0,
      lifetimeSeconds,
    });
  const commonOptions = (room: SubgraphName, database = poolOn(urls.application[room], room)) => ({
    database,
    rateLimits: unusedRateLimits,
    configuration,
    logger,
    registry: new Registry(),
  });
  const toOrders: ServiceCall = (...call) => serviceCall(orders.internal, 'users')(...call);
  const users = usersSubgraph({ ...commonOptions('users'), redis: null, orders: toOrders });
  const toUsers = (caller: string) => serviceCall(users.internal, caller);
  const inventory = inventorySubgraph({
    ...commonOptions('inventory'),
    users: toUsers('inventory'),
  });
  const shards = orderShards(configuration, ({ url, name: room }) => poolOn(url, room));
  const orders = ordersSubgraph({
    ...commonOptions('orders', shards?.[0]?.database),
    shards,
    users: toUsers('orders'),
    inventory: serviceCall(inventory.internal, 'orders'),
    // Imported orders were paid elsewhere.
    payments: unusedProvider,
  });
  for (const room of [users, inventory, orders]) {
    lifecycle.onStop(room.name, stopDeadlineMs, () => room.stop());
  }
  // Shards may be elsewhere than the configuration says. A single database has none to find, and the
  // query compiler, 0.1 s of CPU, is not used here.
  if (shards) await orders.warmUp();
  return {
    dataFolder: configuration.dataFolder,
    inventory: callerOf(serviceCall(inventory.internal, 'cli'), name),
    users: callerOf(toUsers('cli'), name),
    orders: callerOf(serviceCall(orders.internal, 'cli'), name),
  };
}
