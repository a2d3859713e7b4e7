import { msPerSecond } from '../values/time';
import type { Database } from './pool';

/** What a database says of itself in one answer. */
export interface DatabaseState {
  /**
   * How many seconds the clock of this process is ahead of that of the database, compared with the
   * mean of the times before and after the query. The error is at most half of its duration.
   */
  readonly clockOffsetSeconds: number;
  /** Whether it refuses writes: it is a standby, or somebody has set that. */
  readonly isReadOnly: boolean;
}

export async function readState(pool: Pick<Database, 'query'>): Promise<DatabaseState> {
  const beforeMs = Date.now();
  const { rows } = await pool.query<{ now: number; isReadOnly: boolean }>({
    name: 'state',
    text: `SELECT extract(epoch FROM clock_timestamp())::float8 AS now,
      current_setting('transaction_read_only')::boolean AS "isReadOnly"`,
  });
  const ownMs = (beforeMs + Date.now()) / 2;
  const { now = Number.NaN, isReadOnly = false } = rows[0] ?? {};
  return { clockOffsetSeconds: ownMs / msPerSecond - now, isReadOnly };
}
