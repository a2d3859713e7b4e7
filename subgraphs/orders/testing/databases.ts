import type { Database } from '../../../platform/database/pool';
import { shards } from '../domain/shard';
import type { OrdersDatabasePool } from '../subgraph';

/** The databases of a shop, the home first. */
export type Pools = readonly [OrdersDatabasePool, ...OrdersDatabasePool[]];

const last = shards - 1;
const half = shards / 2;

/** One database with all shards. */
const oneDatabase = (database: Database): Pools => [
  { name: 'orders', ranges: [{ from: 0, to: last }], database },
];

/** Two databases with half of the shards each. */
const halvesOf = (first: Database, second: Database): Pools => [
  { name: 'orders', ranges: [{ from: 0, to: half - 1 }], database: first },
  { name: 'orders-2', ranges: [{ from: half, to: last }], database: second },
];

/** A home without orders, and a database that has all of them. */
const besideHome = (home: Database, database: Database): Pools => [
  { name: 'orders', ranges: [], database: home },
  { name: 'orders-2', ranges: [{ from: 0, to: last }], database },
];

/** @param home has no orders; absent, and without a second database, there is one. */
export function databasesOf(database: Database, home?: Database, second?: Database): Pools {
  if (second !== undefined) return halvesOf(database, second);
  return home === undefined ? oneDatabase(database) : besideHome(home, database);
}
