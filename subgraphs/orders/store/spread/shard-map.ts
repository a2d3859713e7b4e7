import { shardOfNumber } from '../../domain/order-number';
import { shardOf, shardOfId, shards } from '../../domain/shard';
import type { OrdersStore } from '../orders-store';

/** Shards `from` to `to`, both included. */
export interface ShardRange {
  readonly from: number;
  readonly to: number;
}

export const isInRanges = (shard: number, ranges: readonly ShardRange[]): boolean =>
  ranges.some(({ from, to }) => from <= shard && shard <= to);

/** A database of orders. */
export interface SpreadDatabase {
  /** The name in logs and metrics: `orders`, `orders-2`. */
  readonly name: string;
  readonly ranges: readonly ShardRange[];
  readonly store: OrdersStore;
}

/** Which database has the orders of a shard. The first one is the home of what has no shard. */
export class ShardMap {
  readonly home: SpreadDatabase;
  private readonly byShard: SpreadDatabase[];

  /** @throws Error unless each shard is in one database. */
  constructor(readonly all: readonly SpreadDatabase[]) {
    const [home] = all;
    if (home === undefined) throw new Error('Orders need a database.');
    this.home = home;
    this.byShard = Array.from({ length: shards }, (_, shard) => {
      const [only, ...others] = all.filter(({ ranges }) => isInRanges(shard, ranges));
      if (only === undefined || others.length > 0) {
        throw new Error(`Shard ${shard} is in ${only ? others.length + 1 : 0} databases.`);
      }
      return only;
    });
  }

  ofCustomer(customerId: string): SpreadDatabase {
    return this.at(shardOf(customerId));
  }

  /** @param id of an order, a shipment or a refund. */
  ofId(id: string): SpreadDatabase {
    return this.at(shardOfId(id));
  }

  /** @param number in canonical form. */
  ofNumber(number: string): SpreadDatabase {
    return this.at(shardOfNumber(number));
  }

  /** Divides things among the databases; the order of each part is kept. */
  divide<Thing>(
    things: readonly Thing[],
    databaseOf: (thing: Thing) => SpreadDatabase,
  ): Map<SpreadDatabase, Thing[]> {
    return Map.groupBy(things, databaseOf);
  }

  divideIds(ids: readonly string[]): Map<SpreadDatabase, string[]> {
    return this.divide(ids, (id) => this.ofId(id));
  }

  /** A text that is no id has no shard and names nothing; any database may say so. */
  private at(shard: number): SpreadDatabase {
    return this.byShard[shard] ?? this.home;
  }
}
