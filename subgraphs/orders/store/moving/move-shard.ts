import { setTimeout as pause } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { inOwnTransaction } from '../../../../platform/database/own-transaction';
import { copyShard, deleteShard } from './copy-rows';
import { lockShard, place } from './places';
import { inShortTransaction } from './short-transaction';
import type { Side } from './side';

/** How long the relay may take to publish what a shard has written. */
const drainMsDefault = 15_000;
const drainPollMs = 10;

export interface Step {
  readonly shard: number;
  /** Higher than that of every earlier move of this shard. */
  readonly move: number;
  readonly from: Side;
  readonly to: Side;
  /** Default: 15 s. */
  readonly drainMsMax?: number;
}

export interface MovedShard {
  readonly orders: number;
  /** How long writes of the shard were refused. */
  readonly stoppedMs: number;
}

/** The relay has not published the events of a shard: it is not running, or Redis is down. */
export class NotDrainedError extends Error {
  constructor(shard: number, database: string) {
    super(
      `Events of shard ${shard} wait in the outbox of ${database}: start the shop and Redis, then call the command again. Writes of the shard are accepted where they were.`,
    );
  }
}

/** Refuses writes of the shard from now on, after those that had begun are over. */
const fence = ({ from, shard, move }: Step, state: 'DRAINING' | 'COPYING'): Promise<boolean> =>
  inShortTransaction(from.client, async () => {
    await lockShard(from, shard);
    return place(from, { shard, move, state });
  });

async function isDrained({ from, shard }: Step): Promise<boolean> {
  const { rows } = await from.client.query<{ waits: boolean }>(sql`
    SELECT EXISTS (SELECT FROM outbox WHERE shard_of_id(order_id) = ${shard}::int) AS waits`);
  return rows[0]?.waits === false;
}

async function untilDrained(step: Step): Promise<void> {
  const endMs = performance.now() + (step.drainMsMax ?? drainMsDefault);
  while (!(await isDrained(step))) {
    if (performance.now() > endMs) throw new NotDrainedError(step.shard, step.from.name);
    await pause(drainPollMs);
  }
}

/**
 * Copies the shard and takes it in one transaction: its commit is the switch.
 * @returns the number of orders.
 */
const arrive = ({ from, to, shard, move }: Step): Promise<number> =>
  inOwnTransaction(to.client, async () => {
    await to.client.query(`SET LOCAL orderprocessing.moves_shards = 'on'`);
    if (!(await place(to, { shard, move, state: 'HERE' }))) {
      throw new Error(`Shard ${shard} was moved by another command. Call this one again.`);
    }
    // The shard may have been here before, and have come back before its rows were deleted.
    await deleteShard(to, shard, (step) => step());
    return copyShard(from, to, shard);
  });

/** Records in the old database that the shard is elsewhere. */
export const leave = (from: Side, shard: number, move: number): Promise<boolean> =>
  inShortTransaction(from.client, () => place(from, { shard, move, state: 'GONE' }));

/**
 * Moves one shard: refuses its writes, waits for its events, copies its rows, switches, and records
 * it. The switch is one commit in the new database; a command that dies before or after it is called
 * again. Old rows stay until every process knows the new place.
 * @throws NotDrainedError if its events stay in the outbox.
 */
export async function moveShard(step: Step): Promise<MovedShard> {
  const startMs = performance.now();
  await fence(step, 'DRAINING');
  await untilDrained(step);
  await fence(step, 'COPYING');
  const orders = await arrive(step);
  await leave(step.from, step.shard, step.move);
  return { orders, stoppedMs: performance.now() - startMs };
}
