import type { PoolClient } from 'pg';
import { expect, vi } from 'vitest';
import type { Database } from '../../../platform/database/pool';

const patience = { timeout: 30_000 };

/** Does something while another transaction has locked the account for a change. */
export async function whileLocked<Result>(
  pool: Database,
  id: string,
  work: (change: PoolClient) => Promise<Result>,
): Promise<Result> {
  const change = await pool.connect();
  try {
    await change.query('BEGIN');
    await change.query('SELECT FROM users WHERE id = $1 FOR UPDATE', [id]);
    const result = await work(change);
    await change.query('COMMIT');
    return result;
  } catch (error) {
    await change.query('ROLLBACK');
    throw error;
  } finally {
    change.release();
  }
}

/** Resolves once so many statements wait for locks that others hold. */
const someWait = (pool: Database, count: number) =>
  vi.waitFor(async () => {
    const { rows } = await pool.query(`SELECT FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`);
    expect(rows).toHaveLength(count);
  }, patience);

/** Resolves once a statement waits for a lock that another one holds. */
export const oneWaits = (pool: Database) => someWait(pool, 1);

/** Runs a statement between the transaction in which `work` changes the account and its next one. */
export async function afterItsChange<Result>(
  pool: Database,
  id: string,
  work: () => Promise<Result>,
  statement: string,
): Promise<Result> {
  const next = await pool.connect();
  try {
    await next.query('BEGIN');
    const { working, locking } = await whileLocked(pool, id, async () => {
      const begun = work();
      await oneWaits(pool);
      const lock = next.query('LOCK TABLE users IN ACCESS EXCLUSIVE MODE');
      await someWait(pool, 2);
      return { working: begun, locking: lock };
    });
    await locking;
    await next.query(statement, [id]);
    await next.query('COMMIT');
    return await working;
  } finally {
    next.release();
  }
}
