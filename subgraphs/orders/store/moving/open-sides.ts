import sql from 'sql-template-tag';
import type { Database, Transaction } from '../../../../platform/database/pool';
import { type DataKeySettings, DataKeys } from '../../../../platform/encryption/data-keys';
import { addressStore } from '../addresses';
import type { ShardRange } from '../spread';
import type { Side } from './side';

/** A database of orders, as the role that owns it. */
export interface OwnedDatabase {
  readonly name: string;
  readonly ranges: readonly ShardRange[];
  readonly pool: Database;
}

/** Held by the sessions of a move in each database, so that one command moves at a time. */
const movesLock = 7_208_251_090;
/** A killed command is over when its session is, which takes no longer than a statement. */
const lockTimeoutMs = 20_000;

/** Another command moves shards. */
export class MoveUnderWayError extends Error {}

async function openSide(
  { name, ranges, pool }: OwnedDatabase,
  settings: DataKeySettings,
): Promise<Side> {
  const client: Transaction = await pool.connect();
  return { name, ranges, client, addresses: addressStore(new DataKeys(pool, settings)) };
}

async function lockMoves({ client, name }: Side): Promise<void> {
  await client.query(`SET lock_timeout = ${lockTimeoutMs}`);
  try {
    await client.query(sql`SELECT pg_advisory_lock(${movesLock}::bigint)`);
  } catch (cause) {
    const message = `Another command moves shards in ${name}. Wait until it has ended.`;
    throw new MoveUnderWayError(message, { cause });
  }
  await client.query('SET lock_timeout = DEFAULT');
}

/**
 * Gives a task one session in each database, which holds the lock of moves there.
 * @throws MoveUnderWayError if another command has it.
 */
export async function withSides<Result>(
  databases: readonly OwnedDatabase[],
  settings: DataKeySettings,
  task: (sides: readonly Side[]) => Promise<Result>,
): Promise<Result> {
  const sides: Side[] = [];
  try {
    for (const database of databases) {
      const side = await openSide(database, settings);
      sides.push(side);
      await lockMoves(side);
    }
    return await task(sides);
  } finally {
    // The session ends with its lock, and with what it had begun.
    for (const { client } of sides) client.release(true);
  }
}
