import { setTimeout as pause } from 'node:timers/promises';
import { inOwnTransaction } from '../../../../platform/database/own-transaction';
import type { ShardRange } from '../spread';
import { checkColumns } from './check-columns';
import { deleteShard } from './copy-rows';
import { putFences } from './fence';
import { buildIndexes, dropIndexes } from './indexes';
import { type MovedShard, moveShard } from './move-shard';
import { type Atlas, leftBehind, markCleared, readAtlas } from './places';
import { settleMoves } from './settle-moves';
import type { Side } from './side';

/** Longer than a process takes to notice a move without its notification. */
export const keptMs = 10_000;
const clearPollMs = 500;

export interface RangeMove extends ShardRange {
  /** All databases of orders, the home first. */
  readonly sides: readonly Side[];
  /** The database that gets the shards. */
  readonly target: Side;
  /** Ends the move after the current shard. */
  readonly signal: AbortSignal;
  readonly onMoved: (shard: number, moved: MovedShard) => void;
  /** How long old rows are kept for processes that still read them; `keptMs`, or less in tests. */
  readonly keptMs?: number;
  readonly drainMsMax?: number;
}

const latestMove = ({ places }: Atlas, shard: number): number =>
  Math.max(
    0,
    ...[...places.values()]
      .flat()
      .filter((row) => row.shard === shard)
      .map(({ move }) => move),
  );

/** Deletes rows that moves have left behind, in small steps. */
async function clear(side: Side, ageMs: number): Promise<void> {
  for (const shard of await leftBehind(side, ageMs)) {
    await deleteShard(side, shard, (step) => inOwnTransaction(side.client, step));
    await inOwnTransaction(side.client, () => markCleared(side, shard));
  }
}

async function clearAll({ sides, keptMs: ageMs = keptMs }: RangeMove): Promise<void> {
  for (const side of sides) {
    while ((await leftBehind(side, 0)).length > 0) {
      await clear(side, ageMs);
      await pause(clearPollMs);
    }
  }
}

/** The shards that are to be moved, by the database that has them. */
function leavingShards({ from, to, target }: RangeMove, { owners }: Atlas): Map<Side, number[]> {
  const shards = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return Map.groupBy(
    shards.filter((shard) => owners[shard] !== target),
    (shard) => owners[shard] ?? target,
  );
}

/** A failure after which writes of a shard are still refused. */
export class StoppedShardError extends AggregateError {}

/**
 * @throws what went wrong, after the shard is open again in one of the databases.
 * @throws StoppedShardError if it is open in none.
 */
async function moveOne(range: RangeMove, from: Side, shard: number, move: number): Promise<void> {
  try {
    range.onMoved(shard, await moveShard({ ...range, shard, move, from, to: range.target }));
  } catch (error) {
    await settleMoves(range.sides).catch((cause: unknown) => {
      const what = `Shard ${shard} was not moved, and its writes are refused. Call the command again.`;
      throw new StoppedShardError([error, cause], what);
    });
    throw error;
  }
}

/**
 * Moves shards one after the other, so that only the buyers of one shard wait at a time. Called
 * again, it moves what is left. The caller holds the lock of moves in every database.
 * @returns the number of moved shards.
 */
export async function moveRange(range: RangeMove): Promise<number> {
  const { sides, target, signal } = range;
  await checkColumns(sides);
  await settleMoves(sides);
  const atlas = await readAtlas(sides);
  const leaving = leavingShards(range, atlas);
  for (const side of sides) {
    const isTarget = side === target && leaving.size > 0;
    const isInvolved = leaving.has(side) || isTarget || (await leftBehind(side, 0)).length > 0;
    if (isInvolved) await buildIndexes(side.client);
  }
  for (const [side, own] of leaving) await putFences(side.client, own);
  let moved = 0;
  for (const [side, own] of leaving) {
    for (const shard of own) {
      if (signal.aborted) break;
      await moveOne(range, side, shard, latestMove(atlas, shard) + 1);
      moved += 1;
      await clear(side, range.keptMs ?? keptMs);
    }
  }
  await clearAll(range);
  for (const side of sides) {
    await putFences(side.client, []);
    await dropIndexes(side.client);
  }
  return moved;
}
