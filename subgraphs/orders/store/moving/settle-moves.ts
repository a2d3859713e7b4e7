import type { ShardPlace } from '../shard-places';
import { leave } from './move-shard';
import { type Atlas, place, readAtlas } from './places';
import { inShortTransaction } from './short-transaction';
import type { Side } from './side';

/** Whether the row HERE of a move is in another database: its switch took place. */
const hasArrived = ({ places }: Atlas, from: Side, { shard, move }: ShardPlace): boolean =>
  [...places].some(
    ([side, rows]) =>
      side !== from &&
      rows.some((row) => row.shard === shard && row.move >= move && row.state === 'HERE'),
  );

const reopen = (side: Side, { shard, move }: ShardPlace): Promise<boolean> =>
  inShortTransaction(side.client, () => place(side, { shard, move, state: 'HERE' }));

/**
 * Ends moves of shards that a command did not live to end: those whose switch took place are
 * recorded, all others are open again where they were. The caller holds the lock of moves in every
 * database, so no transaction of that command is under way.
 */
export async function settleMoves(sides: readonly Side[]): Promise<void> {
  const atlas = await readAtlas(sides);
  for (const [from, rows] of atlas.places) {
    for (const row of rows) {
      if (row.state !== 'DRAINING' && row.state !== 'COPYING') continue;
      if (hasArrived(atlas, from, row)) await leave(from, row.shard, row.move);
      else await reopen(from, row);
    }
  }
}
