import type { Database } from '../../platform/database/pool';
import type { Configuration } from '../schema';
import { type ShardDatabase, shardDatabases } from '../schema/shards';

/** The URLs of the databases with shards of orders besides the home, by name. */
export const furtherOrderDatabases = ({
  database,
}: Pick<Configuration, 'database'>): ReadonlyMap<string, string> =>
  new Map(
    shardDatabases(database.orders)
      .slice(1)
      .map(({ name, url }) => [name, url]),
  );

/** A database of orders with its pool. */
export interface OrderShard extends Pick<ShardDatabase, 'name' | 'ranges'> {
  readonly database: Database;
}

/**
 * The databases of orders with their pools, the home first; undefined without shards.
 * @param poolOf opens or finds the pool of a database.
 */
export function orderShards(
  { database }: Pick<Configuration, 'database'>,
  poolOf: (shard: ShardDatabase) => Database,
): OrderShard[] | undefined {
  const all = shardDatabases(database.orders);
  if (all.length === 0) return undefined;
  return all.map((shard) => ({ name: shard.name, ranges: shard.ranges, database: poolOf(shard) }));
}

/** The pool under the name. @throws Error if there is none. */
export const namedPool =
  (pools: Readonly<Record<string, Database>>) =>
  ({ name }: ShardDatabase): Database => {
    const pool = pools[name];
    if (pool === undefined) throw new Error(`There is no pool of ${name}.`);
    return pool;
  };
