import sql from 'sql-template-tag';
import type { Database } from '../../../../platform/database/pool';
import { type ShardPlace, shardPlaceStore } from '../shard-places';
import { configuredOwners, ownersOf, type ShardRange } from '../spread';
import { rangesOf } from './fence';
import type { OwnedDatabase } from './open-sides';

/** One database of orders with what moves in it. */
export interface MoveOverview {
  readonly database: string;
  readonly ranges: readonly ShardRange[];
  /** Estimated from the statistics of PostgreSQL; null before the first ANALYZE. */
  readonly orders: number | null;
  /** Shards whose writes are refused: a command moves them, or was killed. */
  readonly stopped: readonly number[];
  /** Shards that are elsewhere, and whose old rows are not deleted yet. */
  readonly leftBehind: readonly number[];
  /** Whether the configuration gives this database other shards. */
  readonly isConfiguredOtherwise: boolean;
}

async function estimatedOrders(pool: Database): Promise<number | null> {
  const { rows } = await pool.query<{ orders: number }>(sql`
    SELECT reltuples::float8 AS orders FROM pg_class WHERE oid = 'orders'::regclass`);
  const orders = rows[0]?.orders ?? -1;
  return orders < 0 ? null : orders;
}

const shardsOf = (rows: readonly ShardPlace[], isWanted: (row: ShardPlace) => boolean): number[] =>
  rows.filter(isWanted).map(({ shard }) => shard);

/** Where shards are, by what the databases say. */
export async function overviewOf(databases: readonly OwnedDatabase[]): Promise<MoveOverview[]> {
  const read = databases.map(
    async (one) => [one, await shardPlaceStore({ pool: one.pool }).read()] as const,
  );
  const places = new Map(await Promise.all(read));
  const configured = configuredOwners(databases);
  const owners = ownersOf(configured, places);
  return Promise.all(
    databases.map(async (one) => {
      const rows = places.get(one) ?? [];
      return {
        database: one.name,
        ranges: rangesOf(owners.flatMap((owner, shard) => (owner === one ? [shard] : []))),
        orders: await estimatedOrders(one.pool),
        stopped: shardsOf(rows, ({ state }) => state === 'DRAINING' || state === 'COPYING'),
        leftBehind: shardsOf(rows, ({ state, isCleared }) => state === 'GONE' && !isCleared),
        isConfiguredOtherwise: owners.some(
          (owner, shard) => (owner === one) !== (configured[shard] === one),
        ),
      };
    }),
  );
}
