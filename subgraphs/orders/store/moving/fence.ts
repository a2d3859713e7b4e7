import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Transaction } from '../../../../platform/database/pool';
import type { ShardRange } from '../spread';
import { inShortTransaction } from './short-transaction';

interface Fence {
  readonly table: string;
  readonly events: string;
  readonly calls: string;
  /** SQL of the shard of a new row; null if the function finds it, where writes are rare. */
  readonly shard: string | null;
}

/** Every other write of an order's rows is made with a change of the order itself. */
const fences: readonly Fence[] = [
  {
    table: 'orders',
    events: 'INSERT OR UPDATE',
    calls: 'fence_order',
    shard: 'shard_of_id(NEW.id)',
  },
  {
    table: 'cancellation_imports',
    events: 'INSERT OR UPDATE',
    calls: 'fence_row_of_order',
    shard: 'shard_of_id(NEW.order_id)',
  },
  {
    table: 'webhook_deliveries',
    events: 'INSERT OR UPDATE',
    calls: 'fence_delivery',
    shard: 'shard_of_id(NEW.order_id)',
  },
  {
    table: 'webhook_endpoints',
    events: 'INSERT OR UPDATE OR DELETE',
    calls: 'fence_endpoint',
    shard: null,
  },
];

const triggerName = 'shard_fence';

/** Shards as ranges. @param shards in ascending order, each once. */
export function rangesOf(shards: readonly number[]): ShardRange[] {
  const ranges: { from: number; to: number }[] = [];
  for (const shard of shards) {
    const last = ranges.at(-1);
    if (last !== undefined && last.to + 1 === shard) last.to = shard;
    else ranges.push({ from: shard, to: shard });
  }
  return ranges;
}

const isInAny = (shard: string, ranges: readonly ShardRange[]): Sql =>
  join(
    ranges.map(({ from, to }) => raw(`${shard} BETWEEN ${Number(from)} AND ${Number(to)}`)),
    ' OR ',
  );

function created({ table, events, calls, shard }: Fence, ranges: readonly ShardRange[]): Sql {
  const condition = shard === null ? raw('') : sql`WHEN (${isInAny(shard, ranges)})`;
  return sql`CREATE TRIGGER ${raw(triggerName)} BEFORE ${raw(events)} ON ${raw(table)}
    FOR EACH ROW ${condition} EXECUTE FUNCTION ${raw(calls)}()`;
}

/**
 * Makes the triggers that refuse writes of shards which this database has given away, and of others
 * that it is about to give away. The rows of all other shards pay for one comparison; without such
 * shards there are no triggers.
 */
export async function putFences(client: Transaction, leaving: readonly number[]): Promise<void> {
  await inShortTransaction(client, async () => {
    const { rows } = await client.query<{ shard: number }>(
      sql`SELECT shard FROM shard_places WHERE state <> 'HERE'`,
    );
    const shards = new Set([...rows.map(({ shard }) => shard), ...leaving]);
    const ranges = rangesOf([...shards].sort((a, b) => a - b));
    for (const fence of fences) {
      await client.query(sql`DROP TRIGGER IF EXISTS ${raw(triggerName)} ON ${raw(fence.table)}`);
      if (ranges.length > 0) await client.query(created(fence, ranges));
    }
  });
}
