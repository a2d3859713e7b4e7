import { msPerSecond } from '../values/time';
import type { Database } from './pool';

/**
 * How many seconds the clock of this process is ahead of that of the database, compared with the
 * mean of the times before and after the query. The error is at most half of its duration.
 */
export async function clockOffset(pool: Pick<Database, 'query'>): Promise<number> {
  const beforeMs = Date.now();
  const { rows } = await pool.query<{ now: number }>({
    name: 'clock',
    text: 'SELECT extract(epoch FROM clock_timestamp())::float8 AS now',
  });
  const ownMs = (beforeMs + Date.now()) / 2;
  return ownMs / msPerSecond - (rows[0]?.now ?? Number.NaN);
}
