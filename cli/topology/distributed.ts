import path from 'node:path';
import type { FollowedConfiguration } from '../../config/loading/open-configuration';
import { gatewayOrigin } from '../../config/process/service-addresses';
import type { Configuration } from '../../config/schema';
import { hasJobs, subgraphNames } from '../../config/subgraphs';
import { poolMaxWithin } from '../../platform/database/pool-budget';
import type { Lifecycle } from '../../platform/process/lifecycle';
import { connectRedis } from '../../platform/redis/redis';
import { startRedisChild } from '../../platform/redis/redis-child';
import { tlsFilesOf } from '../../platform/remote/certificates';
import { startSupervised } from '../../platform/remote/supervised-process';
import type { Logger } from '../../platform/telemetry/logger';
import { fillRemotely } from './fill-remotely';
import type { PlannedInstance } from './instances';
import { keepCertificates } from './keep-certificates';
import type { ShopAddresses } from './one-process';
import { poolDemands, settingsOfProcess } from './process-settings';
import { superviseSandbox } from './sandbox';
import type { Starting, Urls } from './servers';

/** Certificate names of the processes. `cli` is the command line. */
export const certificateNames = ['gateway', ...subgraphNames, 'cli'] as const;
type CertificateName = (typeof certificateNames)[number];

export interface DistributedShop {
  readonly configuration: Configuration;
  /** The same configuration with its changes, which are passed on to the processes. */
  readonly followed: Pick<FollowedConfiguration, 'onChange' | 'onRefused' | 'refresh'>;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  readonly urls: Urls;
  readonly redisUrl: string;
  /** Every process to start. The gateways share the public port. */
  readonly instances: readonly PlannedInstance[];
  /** Called when a process is ready, with the admin port that it has. */
  readonly onReady: (name: string, adminPort: number) => void;
  /** Called when a process that had died runs again. */
  readonly onRestart: (name: string) => void;
}

const redisStopDeadlineMs = 10_000;
/** The time to stop a process, longer than its supervisor waits before it kills it. */
const processStopDeadlineMs = 40_000;

/**
 * The configured Redis, or a redis-server from the PATH as a child process.
 * @throws Error when there is neither: several processes cannot share counters in memory.
 */
export async function openRedisServer(starting: Starting): Promise<string> {
  const { configuration, logger, lifecycle } = starting;
  const { url } = configuration.redis;
  if (url !== null) {
    // A wrong address is found out here: a process that starts again does not need Redis.
    const redis = await connectRedis({ ...configuration.redis, url, logger });
    redis.disconnect();
    return url;
  }
  const folder = path.join(configuration.dataFolder, 'redis');
  const onLost = (reason: string) => void lifecycle.fail(reason);
  const child = await startRedisChild({ folder, logger, onLost });
  if (child === null) {
    throw new Error(
      'Several processes need Redis for shared counters. Set redis.url, or install redis-server ' +
        'or valkey-server.',
    );
  }
  lifecycle.onStop('Redis', redisStopDeadlineMs, child.stop);
  return child.url;
}

/** A process that another one can take the place of. */
export interface ReplaceableProcess {
  readonly name: string;
  /** Resolves when the other one is ready and this one has ended. */
  replace(): Promise<void>;
}

export interface DistributedAddresses extends ShopAddresses {
  /** The processes in the order in which they are started: the gateways last. */
  readonly processes: readonly ReplaceableProcess[];
}

/** Compiled entry points in `dist/`; nothing here runs from the sources. */
const entryOf = (file: string): string => path.join(__dirname, '..', '..', `${file}.js`);

const entryOfInstance = ({ subgraph }: PlannedInstance): string =>
  entryOf(subgraph === null ? 'gateway/main' : `subgraphs/${subgraph}/main`);

const certificateOf = ({ subgraph }: PlannedInstance): CertificateName => subgraph ?? 'gateway';

function starter(shop: DistributedShop, certificates: string, poolMax: number) {
  const { configuration, followed, logger, lifecycle } = shop;
  return async (instance: PlannedInstance): Promise<ReplaceableProcess> => {
    const { name, args } = instance;
    const tls = tlsFilesOf(certificates, certificateOf(instance));
    const settings = () => settingsOfProcess(configuration, { ...shop, tls, poolMax, instance });
    const child = await startSupervised({
      name,
      args,
      entry: entryOfInstance(instance),
      compileCache: path.resolve(configuration.dataFolder, 'compile-cache'),
      settings,
      onRefresh: () => void followed.refresh(),
      onReady: (adminPort) => shop.onReady(name, adminPort),
      onRestart: () => shop.onRestart(name),
      logger,
      onLost: (reason) => void lifecycle.fail(reason),
    });
    followed.onChange(() => child.send({ settings: settings() }));
    followed.onRefused(() => child.send({ refused: true }));
    lifecycle.onStop(name, processStopDeadlineMs, () => child.stop());
    return { name, replace: () => child.replace() };
  };
}

/**
 * Starts the shop as many processes. Each registers its stop with the lifecycle, so they end in
 * reverse order, gateways first. A process that crashes is restarted.
 */
export async function startDistributedShop(shop: DistributedShop): Promise<DistributedAddresses> {
  const { configuration, instances } = shop;
  const certificates = path.resolve(configuration.dataFolder, 'certificates');
  await keepCertificates(certificates, certificateNames, shop);
  const poolMax = await poolMaxWithin(configuration.database.pool.max, (max) =>
    poolDemands(max, configuration, shop.urls, instances),
  );
  const start = starter(shop, certificates, poolMax);
  const startAll = (isWanted: (instance: PlannedInstance) => boolean) =>
    Promise.all(instances.filter(isWanted).map(start));
  const [sandbox, callees] = await Promise.all([
    superviseSandbox(shop),
    startAll(({ subgraph }) => subgraph !== null && !hasJobs(subgraph)),
  ]);
  const hasDemoShop =
    configuration.demo.enabled &&
    (await fillRemotely(configuration, tlsFilesOf(certificates, 'cli'), shop.logger));
  // Jobs start with their process, so the demo shop must be complete before.
  const callers = await startAll(({ subgraph }) => subgraph !== null && hasJobs(subgraph));
  const gateways = await startAll(({ subgraph }) => subgraph === null);
  return {
    gateway: gatewayOrigin(configuration),
    sandbox,
    hasDemoShop,
    processes: [...callees, ...callers, ...gateways],
  };
}
