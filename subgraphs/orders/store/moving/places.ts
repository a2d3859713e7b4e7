import sql from 'sql-template-tag';
import type { ShardState } from '../../../../prisma/orders/generated/enums';
import { type ShardPlace, selectPlaces, shardPlacesChannel } from '../shard-places';
import { configuredOwners, ownersOf } from '../spread';
import type { Side } from './side';

/** The lock that writes of a shard share, which `is_fenced` takes in the database. */
const shardLock = 720_825_108;

/** What this database knows of one shard, or of all. */
export async function placesIn({ client }: Side): Promise<ShardPlace[]> {
  const { rows } = await client.query<ShardPlace>(selectPlaces);
  return rows;
}

/** Waits for the writes of a shard that have begun, and keeps others waiting until the commit. */
export async function lockShard({ client }: Side, shard: number): Promise<void> {
  await client.query(sql`SELECT pg_advisory_xact_lock(${shardLock}::int, ${shard}::int)`);
}

interface Placed {
  readonly shard: number;
  readonly move: number;
  readonly state: ShardState;
}

/**
 * Writes what is known of a shard, and notifies the processes.
 * @returns false, without a change, if a later move or this one was written before.
 */
export async function place({ client }: Side, { shard, move, state }: Placed): Promise<boolean> {
  const { rowCount } = await client.query(sql`
    INSERT INTO shard_places (shard, move, state, changed_at)
    VALUES (${shard}::int, ${move}::int, ${state}::"ShardState", clock_timestamp())
    ON CONFLICT (shard) DO UPDATE SET move = excluded.move, state = excluded.state,
      changed_at = excluded.changed_at, cleared_at = NULL
    WHERE shard_places.move < excluded.move
      OR shard_places.move = excluded.move AND shard_places.state <> excluded.state`);
  await client.query(sql`SELECT pg_notify(${shardPlacesChannel}, '')`);
  return rowCount === 1;
}

export async function markCleared({ client }: Side, shard: number): Promise<void> {
  await client.query(sql`
    UPDATE shard_places SET cleared_at = clock_timestamp(), changed_at = clock_timestamp()
    WHERE shard = ${shard}::int AND state = 'GONE'`);
  await client.query(sql`SELECT pg_notify(${shardPlacesChannel}, '')`);
}

/** The shards that left this database at least `ms` ago, and whose rows are still in it. */
export async function leftBehind({ client }: Side, ms: number): Promise<number[]> {
  const { rows } = await client.query<{ shard: number }>(sql`
    SELECT shard FROM shard_places WHERE state = 'GONE' AND cleared_at IS NULL
      AND changed_at <= clock_timestamp() - ${ms}::int * interval '1 millisecond'
    ORDER BY shard`);
  return rows.map(({ shard }) => shard);
}

/** Everything that is known of shards, in all databases. */
export interface Atlas {
  readonly places: ReadonlyMap<Side, readonly ShardPlace[]>;
  /** The database of each shard. */
  readonly owners: readonly Side[];
}

export async function readAtlas(sides: readonly Side[]): Promise<Atlas> {
  const places = new Map<Side, readonly ShardPlace[]>();
  for (const side of sides) places.set(side, await placesIn(side));
  return { places, owners: ownersOf(configuredOwners(sides), places) };
}
