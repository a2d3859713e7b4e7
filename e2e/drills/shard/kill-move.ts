import { setTimeout as delay } from 'node:timers/promises';
import { Client as Connection } from 'pg';
import { uuidV7 } from '../../../platform/values/uuid';
import { relayLock } from '../../../subgraphs/orders/store/relay-lock';
import type { ShardDatabaseName, TwoDatabases } from './two-databases';

/** A step in which the command is killed, seen in the databases. */
export const killSteps = [
  'building indexes',
  'waiting for events',
  'copying',
  'switched, not recorded',
  'deleting old rows',
] as const;
export type KillStep = (typeof killSteps)[number];

export interface ShardMove {
  readonly shard: number;
  readonly from: ShardDatabaseName;
  readonly to: ShardDatabaseName;
}

const pollMs = 1;
const deadlineMs = 60_000;

/** Polls until a row is there. @throws Error if it never is. */
async function untilRow(connection: Connection, text: string, values: unknown[]): Promise<void> {
  const endMs = performance.now() + deadlineMs;
  while ((await connection.query(text, values)).rowCount === 0) {
    if (performance.now() > endMs) throw new Error(`A move never reached: ${text}`);
    await delay(pollMs);
  }
}

const isIndexed = `SELECT FROM pg_class WHERE relname = 'orders_moving_shard'`;
const isIn = 'SELECT FROM shard_places WHERE shard = $1 AND state = $2';
const isEmptied = `${isIn} AND NOT EXISTS (SELECT FROM orders WHERE shard_of_id(id) = $1)`;

/**
 * Locks the row of a shard, for which the command waits before it leaves a step. A text without
 * parameters leaves no snapshot open, for which an index that is being built would wait.
 */
async function lockRow(connection: Connection, shard: number): Promise<void> {
  await connection.query('BEGIN');
  await connection.query(`SELECT FROM shard_places WHERE shard = ${shard} FOR UPDATE`);
}

interface Sides {
  readonly source: Connection;
  readonly target: Connection;
}

/** What keeps the command in a step, before it is started. @returns what ends that. */
async function hold(
  step: KillStep,
  { shard }: ShardMove,
  { source, target }: Sides,
): Promise<() => Promise<void>> {
  if (step === 'waiting for events') return holdEvent(source, shard);
  if (step === 'copying' || step === 'switched, not recorded') {
    await lockRow(target, shard);
  }
  return async () => undefined;
}

async function waitForStep(
  step: KillStep,
  { shard }: ShardMove,
  { source, target }: Sides,
): Promise<void> {
  if (step === 'building indexes') return untilRow(source, isIndexed, []);
  if (step === 'waiting for events') return untilRow(source, isIn, [shard, 'DRAINING']);
  if (step === 'deleting old rows') {
    await untilRow(source, isIn, [shard, 'GONE']);
    await lockRow(source, shard);
    return untilRow(source, isEmptied, [shard, 'GONE']);
  }
  await untilRow(source, isIn, [shard, 'COPYING']);
  if (step === 'copying') return undefined;
  await lockRow(source, shard);
  // The copy continues and commits, and its record waits for the row in the old database.
  await target.query('ROLLBACK');
  return untilRow(target, isIn, [shard, 'HERE']);
}

/** The lock of the relay, and an event of the shard that it cannot publish, so that the move waits. */
async function holdEvent(source: Connection, shard: number): Promise<() => Promise<void>> {
  await source.query('SELECT pg_advisory_lock($1)', [relayLock]);
  const id = uuidV7(shard);
  await source.query(
    `INSERT INTO outbox (order_id, version, customer_id, number, type, status)
     VALUES ($1, 1, $1, 'drill', 'order.placed', 'PENDING')`,
    [id],
  );
  return async () => void (await source.query('DELETE FROM outbox WHERE order_id = $1', [id]));
}

/**
 * Kills the command of a move when it is in a step, which it cannot leave in between.
 * @param command starts it.
 */
export async function killIn(
  step: KillStep,
  move: ShardMove,
  servers: TwoDatabases,
  command: () => { readonly kill: () => Promise<void> },
): Promise<void> {
  const connections = [move.from, move.to].map(
    (name) => new Connection({ connectionString: servers.urlOf(name) }),
  );
  const [source, target] = connections as [Connection, Connection];
  await Promise.all(connections.map((one) => one.connect()));
  try {
    const letGo = await hold(step, move, { source, target });
    const { kill } = command();
    await waitForStep(step, move, { source, target });
    await kill();
    await letGo();
  } finally {
    // The end of a connection rolls its transaction back.
    await Promise.all(connections.map((one) => one.end()));
  }
}
