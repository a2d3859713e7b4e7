import path from 'node:path';
import { gatewayOrigin } from '../../config/process/service-addresses';
import { hasJobs, isSubgraphName, subgraphNames } from '../../config/subgraphs';
import { connectRedis } from '../../platform/redis/redis';
import { startRedisChild } from '../../platform/redis/redis-child';
import { tlsFilesOf } from '../../platform/remote/certificates';
import { fillRemotely } from './fill-remotely';
import type { Part } from './instances';
import { keepCertificates } from './keep-certificates';
import { superviseSandbox } from './sandbox';
import type { Starting } from './servers';
import { instanceStarter, type SupervisedProcesses, type SupervisedShop } from './start-instance';

/** Certificate names of the processes. `cli` is the command line. */
export const certificateNames = ['gateway', ...subgraphNames, 'cli'] as const;

const redisStopDeadlineMs = 10_000;

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

const isCallee = (part: Part): boolean => isSubgraphName(part) && !hasJobs(part);
const isCaller = (part: Part): boolean => isSubgraphName(part) && hasJobs(part);

/** Starts the shop with a process for each service, gateways last. */
export async function startDistributedShop(shop: SupervisedShop): Promise<SupervisedProcesses> {
  const { configuration, instances } = shop;
  const certificates = path.resolve(configuration.dataFolder, 'certificates');
  await keepCertificates(certificates, certificateNames, shop);
  const start = await instanceStarter(shop, certificates);
  const startAll = (isWanted: (part: Part) => boolean) =>
    Promise.all(instances.filter(({ part }) => isWanted(part)).map(start));
  const [sandbox, callees] = await Promise.all([superviseSandbox(shop), startAll(isCallee)]);
  const hasDemoShop =
    configuration.demo.enabled &&
    (await fillRemotely(configuration, tlsFilesOf(certificates, 'cli'), shop.logger));
  // Jobs start with their process, so the demo shop must be complete before.
  const callers = await startAll(isCaller);
  const gateways = await startAll((part) => part === 'gateway');
  return {
    gateway: gatewayOrigin(configuration),
    sandbox,
    hasDemoShop,
    processes: [...callees, ...callers, ...gateways],
  };
}
