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
/** The row stays locked, so that the command cannot leave the step before it is killed. */
const heldIn = 'SELECT FROM shard_places WHERE shard = $1 AND state = $2 FOR UPDATE';
const isDraining = `SELECT FROM shard_places WHERE shard = $1 AND state = 'DRAINING'`;
const isHere = `SELECT FROM shard_places WHERE shard = $1 AND state = 'HERE' AND move = $2`;

async function waitForStep(
  step: KillStep,
  { shard }: ShardMove,
  source: Connection,
  target: Connection,
): Promise<void> {
  if (step === 'building indexes') return untilRow(source, isIndexed, []);
  if (step === 'waiting for events') return untilRow(source, isDraining, [shard]);
  await source.query('BEGIN');
  if (step === 'deleting old rows') return untilRow(source, heldIn, [shard, 'GONE']);
  await untilRow(source, heldIn, [shard, 'COPYING']);
  if (step === 'copying') return undefined;
  const { rows } = await source.query<{ move: number }>(
    'SELECT move FROM shard_places WHERE shard = $1',
    [shard],
  );
  return untilRow(target, isHere, [shard, rows[0]?.move]);
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
    const letGo = step === 'waiting for events' ? await holdEvent(source, move.shard) : null;
    const { kill } = command();
    await waitForStep(step, move, source, target);
    await kill();
    await letGo?.();
  } finally {
    // The end of a connection rolls its transaction back.
    await Promise.all(connections.map((one) => one.end()));
  }
}
