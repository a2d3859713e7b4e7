import type { PoolClient } from 'pg';
import type { Database } from '../../../platform/database/pool';
import { waitingStatements } from '../../../platform/testing/waiting-statements';

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

/** Resolves once a statement waits for a lock that another one holds. */
export const oneWaits = (pool: Database) => waitingStatements(pool, 1);

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
      await waitingStatements(pool, 2);
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
