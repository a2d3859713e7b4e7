import type { Readiness } from '../../gateway/health';
import type { Database } from '../../platform/database/pool';
import type { Redis } from '../../platform/redis/redis';
import { checkStates } from '../../platform/remote/admin-server';

/** Without a database nothing can be promised; without Redis the rest goes on: a warning. */
export async function readinessOf(
  databases: Readonly<Record<string, Database>>,
  redis: Redis | null,
): Promise<Readiness> {
  const needs = Object.entries(databases).map(
    ([name, pool]) => [`database.${name}`, () => pool.query('SELECT 1')] as const,
  );
  const [needed, wanted] = await Promise.all([
    checkStates(Object.fromEntries(needs), 'fail'),
    checkStates(redis === null ? {} : { redis: () => redis.ping() }, 'warn'),
  ]);
  return { ready: !Object.values(needed).includes('fail'), checks: { ...needed, ...wanted } };
}
