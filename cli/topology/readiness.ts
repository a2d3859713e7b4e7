import type { Configuration } from '../../config/schema';
import { anyAnswer, checksOf, warningsOf } from '../../platform/database/answers';
import type { NamedDatabases } from '../../platform/database/metrics';
import { checkSpaceOf } from '../../platform/process/data-folder';
import { checkRedis } from '../../platform/redis/cluster';
import type { Redis } from '../../platform/redis/redis';
import type { Dependencies } from '../../platform/remote/admin-server';
import { databaseAnswerTtlMs } from '../../platform/remote/limits';
import { memoizeFor } from '../../platform/values/memoize-for';
import type { Databases } from './open-pools';
import { hasOwnServers } from './servers';

type Checks = Dependencies['required'];

/** The same checks, each at most once in 2 s, however often `/ready` is asked. */
const shared = (checks: Checks): Checks =>
  Object.fromEntries(
    Object.entries(checks).map(([name, check]) => [name, memoizeFor(databaseAnswerTtlMs, check)]),
  );

/** Warns before the disk under the servers of the data folder is full, and they accept no writes. */
export const spaceChecks = (configuration: Configuration): Checks =>
  hasOwnServers(configuration)
    ? { 'dataFolder.space': () => checkSpaceOf(configuration.dataFolder) }
    : {};

interface ShopServers {
  readonly databases: Databases;
  readonly shards: NamedDatabases;
  readonly redis: Redis | null;
  readonly configuration: Configuration;
}

/**
 * Databases are required, and of those with shards of orders one is. A missing Redis, a wrong clock,
 * a database that refuses writes and a disk that is nearly full are only warnings.
 */
export function dependenciesOf(servers: ShopServers): Dependencies {
  const { shards, redis, configuration } = servers;
  const { clockOffsetSecondsMax } = configuration.database;
  const { orders, ...others } = servers.databases;
  const ofOrders = { orders, ...shards };
  const ping: Checks = redis === null ? {} : { redis: () => checkRedis(redis) };
  const warnings = warningsOf({ ...others, ...ofOrders }, clockOffsetSecondsMax);
  const optional = { ...ping, ...warnings, ...spaceChecks(configuration) };
  if (Object.keys(ofOrders).length === 1) {
    return { required: shared(checksOf({ orders, ...others })), optional: shared(optional) };
  }
  const any = { 'orders.anyDatabase': () => anyAnswer(ofOrders) };
  return {
    required: shared({ ...checksOf(others), ...any }),
    optional: shared({ ...optional, ...checksOf(ofOrders) }),
  };
}
