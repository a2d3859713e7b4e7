import type { Database } from '../../platform/database/pool';
import { checkRedis } from '../../platform/redis/cluster';
import type { Redis } from '../../platform/redis/redis';
import type { Dependencies } from '../../platform/remote/admin-server';

/** Databases are required; Redis is not, and its absence is only a warning. */
export function dependenciesOf(
  databases: Readonly<Record<string, Database>>,
  redis: Redis | null,
): Dependencies {
  const required = Object.entries(databases).map(
    ([name, pool]) => [`database.${name}`, () => pool.query('SELECT 1')] as const,
  );
  return {
    required: Object.fromEntries(required),
    optional: redis === null ? {} : { redis: () => checkRedis(redis) },
  };
}
