import { anyAnswer, checksOf } from '../../platform/database/answers';
import type { NamedDatabases } from '../../platform/database/metrics';
import { checkRedis } from '../../platform/redis/cluster';
import type { Redis } from '../../platform/redis/redis';
import type { Dependencies } from '../../platform/remote/admin-server';
import type { Databases } from './open-pools';

/**
 * Databases are required; Redis is not, and its absence is only a warning. Of the databases with
 * shards of orders, one is required.
 */
export function dependenciesOf(
  { orders, ...others }: Databases,
  shards: NamedDatabases,
  redis: Redis | null,
): Dependencies {
  const ofOrders = { orders, ...shards };
  const ping: Dependencies['optional'] = redis === null ? {} : { redis: () => checkRedis(redis) };
  if (Object.keys(ofOrders).length === 1) {
    return { required: checksOf({ orders, ...others }), optional: ping };
  }
  return {
    required: { ...checksOf(others), 'orders.anyDatabase': () => anyAnswer(ofOrders) },
    optional: { ...ping, ...checksOf(ofOrders) },
  };
}
