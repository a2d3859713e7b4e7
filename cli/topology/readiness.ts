import { anyAnswer, checksOf, warningsOf } from '../../platform/database/answers';
import type { NamedDatabases } from '../../platform/database/metrics';
import { checkRedis } from '../../platform/redis/cluster';
import type { Redis } from '../../platform/redis/redis';
import type { Dependencies } from '../../platform/remote/admin-server';
import { databaseAnswerTtlMs } from '../../platform/remote/limits';
import { memoizeFor } from '../../platform/values/memoize-for';
import type { Databases } from './open-pools';

type Checks = Dependencies['required'];

/** The same checks, each at most once in 2 s, however often `/ready` is asked. */
const shared = (checks: Checks): Checks =>
  Object.fromEntries(
    Object.entries(checks).map(([name, check]) => [name, memoizeFor(databaseAnswerTtlMs, check)]),
  );

interface ShopServers {
  readonly databases: Databases;
  readonly shards: NamedDatabases;
  readonly redis: Redis | null;
  readonly clockOffsetSecondsMax: number;
}

/**
 * Databases are required, and of those with shards of orders one is. A missing Redis, a wrong clock
 * and a database that refuses writes are only warnings.
 */
export function dependenciesOf(servers: ShopServers): Dependencies {
  const { shards, redis, clockOffsetSecondsMax } = servers;
  const { orders, ...others } = servers.databases;
  const ofOrders = { orders, ...shards };
  const ping: Checks = redis === null ? {} : { redis: () => checkRedis(redis) };
  const optional = { ...ping, ...warningsOf({ ...others, ...ofOrders }, clockOffsetSecondsMax) };
  if (Object.keys(ofOrders).length === 1) {
    return { required: shared(checksOf({ orders, ...others })), optional: shared(optional) };
  }
  const any = { 'orders.anyDatabase': () => anyAnswer(ofOrders) };
  return {
    required: shared({ ...checksOf(others), ...any }),
    optional: shared({ ...optional, ...checksOf(ofOrders) }),
  };
}
