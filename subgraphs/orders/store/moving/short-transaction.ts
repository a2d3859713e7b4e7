import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseError } from 'pg';
import { inOwnTransaction } from '../../../../platform/database/own-transaction';
import type { Transaction } from '../../../../platform/database/pool';

/** Less than PostgreSQL waits before it looks for a deadlock, so that no write of the shop fails. */
const lockTimeoutMs = 500;
const pauseMs = 200;
/** Tries before a lock that others hold all the time fails the command. */
const triesMax = 100;

/** SQLSTATEs: a lock was not had in time, or a deadlock was resolved at the cost of this side. */
const lockCodes = new Set(['55P03', '40P01']);

const isLockLost = (error: unknown): boolean =>
  error instanceof DatabaseError && lockCodes.has(error.code ?? '');

/**
 * Runs an action in a transaction that takes locks which writes of the shop wait behind: it gives them
 * up soon, and tries again.
 */
export async function inShortTransaction<Result>(
  client: Transaction,
  action: () => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inOwnTransaction(client, async () => {
        await client.query(`SET LOCAL lock_timeout = ${lockTimeoutMs}`);
        return action();
      });
    } catch (error) {
      if (!isLockLost(error) || tries === triesMax) throw error;
      await pause(pauseMs);
    }
  }
}
