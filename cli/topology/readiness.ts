import type { Database } from '../../platform/database/pool';
import { checkRedis } from '../../platform/redis/cluster';
import type { Redis } from '../../platform/redis/redis';
import type { Dependencies } from '../../platform/remote/admin-server';
import type { Databases } from './servers';

type Pools = Readonly<Record<string, Database>>;

const checksOf = (databases: Pools): Record<string, () => Promise<unknown>> =>
  Object.fromEntries(
    Object.entries(databases).map(([name, pool]) => [
      `database.${name}`,
      () => pool.query('SELECT 1'),
    ]),
  );

/**
 * Databases are required; Redis is not, and its absence is only a warning. Of the databases with
 * shards of orders, one is required.
 */
export function dependenciesOf(
  { orders, ...others }: Databases,
  shards: Pools,
  redis: Redis | null,
): Dependencies {
  const ofOrders = { orders, ...shards };
  const ping: Dependencies['optional'] = redis === null ? {} : { redis: () => checkRedis(redis) };
  if (Object.keys(ofOrders).length === 1) {
    return { required: checksOf({ orders, ...others }), optional: ping };
  }
  const anyOfOrders = () =>
    Promise.any(Object.values(ofOrders).map((pool) => pool.query('SELECT 1')));
  return {
    required: { ...checksOf(others), 'orders.anyDatabase': anyOfOrders },
    optional: { ...ping, ...checksOf(ofOrders) },
  };
}
