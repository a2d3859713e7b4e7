import { readFileSync } from 'node:fs';
import path from 'node:path';
import '../../platform/config/telemetry-off';
import type { Registry } from 'prom-client';
import { offeredDemoAccounts } from '../../config/demo-accounts';
import { openFeatureFlags } from '../../config/process/open-feature-flags';
import type { Configuration } from '../../config/schema';
import { openMailbox } from '../../config/schema/mail';
import { bySubgraph, type SubgraphName, subgraphNames } from '../../config/subgraphs';
import { startGateway } from '../../gateway/server';
import { keyRequestLog } from '../../platform/auth/key-requests';
import { measureBackups } from '../../platform/database/backup-state';
import { measureDatabases } from '../../platform/database/measure-databases';
import type { Database } from '../../platform/database/pool';
import { type Bus, redisBus } from '../../platform/events/bus';
import { notifyBus } from '../../platform/events/notify-bus';
import { type ServiceCall, serviceCall } from '../../platform/graphql/service-call';
import type { Lifecycle } from '../../platform/process/lifecycle';
import { measureRedis } from '../../platform/redis/metrics';
import type { Redis } from '../../platform/redis/redis';
import { type Dependencies, readinessOf } from '../../platform/remote/admin-server';
import type { Logger } from '../../platform/telemetry/logger';
import { fillDemoShop } from '../demo-shop/fill';
import { composeSubgraphs } from './compose-subgraphs';
import { dependenciesOf } from './readiness';

/** The file beside the compiled code, as for the gateway that is a process of its own. */
const supergraphFile = path.join(__dirname, '../../gateway/supergraph.graphql');

/** What must run before the shop starts. Its creator has registered how to stop it. */
export interface ShopDependencies {
  readonly configuration: Configuration;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  /** One pool per subgraph, on a migrated database. */
  readonly databases: Readonly<Record<SubgraphName, Database>>;
  /** The pools of databases with shards of orders besides the home, by name. */
  readonly shards: Readonly<Record<string, Database>>;
  /** Null to keep counters and persisted operations in memory. */
  readonly redis: Redis | null;
  /** Origin of the payment sandbox of this process; null if it runs elsewhere or is not used. */
  readonly sandbox: string | null;
  readonly registry: Registry;
  /** How long a stop waits for idle connections. */
  readonly idleGraceMs: number;
}

/** The URLs of the running shop, for the banner. */
export interface ShopAddresses {
  /** Origin of the gateway, e.g. `http://127.0.0.1:4000`. */
  readonly gateway: string;
  /** Origin of the payment sandbox; null with another payment provider. */
  readonly sandbox: string | null;
  /** Whether the demo accounts and products exist. */
  readonly hasDemoShop: boolean;
}

/** A shop that runs. */
export interface OpenedShop {
  readonly addresses: ShopAddresses;
  readonly checks: Dependencies;
  /** The service that knows accounts and stores the audit log. */
  readonly accounts: ServiceCall;
}

const drainDeadlineMs = 15_000;

/**
 * Starts the shop in this process: the same schemas as on many machines, called directly. Every
 * component registers its stop with the lifecycle, so they end in reverse order, gateway first.
 */
export async function startShop(dependencies: ShopDependencies): Promise<OpenedShop> {
  measureServers(dependencies);
  // Late-bound, because the subgraphs need the flags.
  const usersCall: ServiceCall = (...call) =>
    serviceCall(subgraphs.users.internal, 'gateway')(...call);
  const checks = dependenciesOf(dependencies);
  const flags = openFeatureFlags({ ...dependencies, users: usersCall });
  dependencies.lifecycle.onStop('feature flags', drainDeadlineMs, flags.stop);
  const keyRequests = keyRequestLog(dependencies.redis, dependencies.logger);
  const mailbox = openMailbox(dependencies.configuration, dependencies.redis);
  const subgraphs = composeSubgraphs({ ...dependencies, flags, keyRequests, mailbox });
  const { inventory, users, orders } = subgraphs;
  // What is registered first is stopped last.
  const lastToStopFirst = subgraphNames.map((name) => subgraphs[name]).reverse();
  for (const subgraph of lastToStopFirst) {
    dependencies.lifecycle.onStop(subgraph.name, drainDeadlineMs, () => subgraph.stop());
  }
  await Promise.all(lastToStopFirst.flatMap((subgraph) => [subgraph.loadApi(), subgraph.warmUp()]));
  const hasDemoShop =
    dependencies.configuration.demo.enabled &&
    (await fillDemoShop({
      inventory: serviceCall(inventory.internal, 'cli'),
      users: serviceCall(users.internal, 'cli'),
    }));
  const gateway = await startGateway({
    ...dependencies,
    keyRequests,
    bus: openBus(dependencies),
    mailbox,
    logger: dependencies.logger.child({ module: 'gateway' }),
    supergraphSdl: readFileSync(supergraphFile, 'utf8'),
    subgraphs: bySubgraph((name) => subgraphs[name].execute),
    users: usersCall,
    orders: serviceCall(orders.internal, 'gateway'),
    readiness: () => readinessOf(checks),
    flags,
    demoAccounts: hasDemoShop ? offeredDemoAccounts(dependencies.configuration) : null,
  });
  dependencies.lifecycle.onStop('gateway', drainDeadlineMs, () => gateway.stop());
  for (const subgraph of lastToStopFirst) subgraph.startWork();
  const shown = shownUrl(dependencies.configuration, gateway.url);
  const addresses = { gateway: shown, sandbox: dependencies.sandbox, hasDemoShop };
  return { addresses, checks, accounts: usersCall };
}

/** The URL to show: with TLS, only the public name is one of the certificate. */
function shownUrl({ server: { publicUrl, tls } }: Configuration, own: string): string {
  const isNamed = tls.certificateFile !== null && publicUrl !== null;
  return isNamed ? new URL(publicUrl).origin : own;
}

/** Carries order changes to the gateway, as it does between separate processes. */
function openBus({ databases, lifecycle, logger, redis }: ShopDependencies): Bus {
  const bus = redis ? redisBus(redis, logger) : notifyBus(databases.orders, logger);
  lifecycle.onStop('bus', drainDeadlineMs, bus.close);
  return bus;
}

function measureServers({
  configuration,
  databases: ofSubgraphs,
  shards,
  redis,
  registry,
  logger,
}: ShopDependencies): void {
  measureDatabases(registry, { ...ofSubgraphs, ...shards }, logger);
  measureBackups(registry, configuration.backups.stateFile, Object.keys(ofSubgraphs), logger);
  if (redis !== null) measureRedis(registry, redis);
}
