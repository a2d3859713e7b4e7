import { setTimeout as delay } from 'node:timers/promises';
import { Client as Connection } from 'pg';
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
const isHere = `SELECT FROM shard_places WHERE shard = $1 AND state = 'HERE' AND move = $2`;

async function waitForStep(
  step: KillStep,
  { shard }: ShardMove,
  source: Connection,
  target: Connection,
): Promise<void> {
  if (step === 'building indexes') return untilRow(source, isIndexed, []);
  await source.query('BEGIN');
  if (step === 'waiting for events') return untilRow(source, heldIn, [shard, 'DRAINING']);
  if (step === 'deleting old rows') return untilRow(source, heldIn, [shard, 'GONE']);
  await untilRow(source, heldIn, [shard, 'COPYING']);
  if (step === 'copying') return undefined;
  const { rows } = await source.query<{ move: number }>(
    'SELECT move FROM shard_places WHERE shard = $1',
    [shard],
  );
  return untilRow(target, isHere, [shard, rows[0]?.move]);
}

/** Kills the command of a move when it is in a step, which it cannot leave in between. */
export async function killIn(
  step: KillStep,
  move: ShardMove,
  servers: TwoDatabases,
  kill: () => Promise<void>,
): Promise<void> {
  const connections = [move.from, move.to].map(
    (name) => new Connection({ connectionString: servers.urlOf(name) }),
  );
  const [source, target] = connections as [Connection, Connection];
  await Promise.all(connections.map((one) => one.connect()));
  try {
    await waitForStep(step, move, source, target);
    await kill();
  } finally {
    // The end of a connection rolls its transaction back.
    await Promise.all(connections.map((one) => one.end()));
  }
}
