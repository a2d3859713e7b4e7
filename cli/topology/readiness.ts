import type { Redis } from 'ioredis';
import type { Check, Readiness } from '../../gateway/health';
import type { Database } from '../../platform/database/pool';
import { settlesWithin } from '../../platform/process/child';

const checkDeadlineMs = 2_000;

/** Why it did not answer is for its own log; here only whether it did counts. */
const answers = (work: Promise<unknown>): Promise<boolean> =>
  settlesWithin(work, checkDeadlineMs).catch(() => false);

/** Without a database nothing can be promised; without Redis the rest goes on: a warning. */
export async function readinessOf(
  databases: Readonly<Record<string, Database>>,
  redis: Redis | null,
): Promise<Readiness> {
  const checked = Object.entries(databases).map(async ([name, pool]): Promise<[string, Check]> => {
    return [`database.${name}`, (await answers(pool.query('SELECT 1'))) ? 'ok' : 'fail'];
  });
  const checks = Object.fromEntries(await Promise.all(checked));
  if (redis !== null) checks.redis = (await answers(redis.ping())) ? 'ok' : 'warn';
  return { ready: !Object.values(checks).includes('fail'), checks };
}
