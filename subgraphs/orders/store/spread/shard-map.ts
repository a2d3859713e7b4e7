import type { Notifications } from '../../../../platform/database/notifications';
import { shardOfNumber } from '../../domain/order-number';
import { shardOf, shardOfId, shards } from '../../domain/shard';
import type { OrdersStore } from '../orders-store';
import type { ShardPlace } from '../shard-places';

/** Shards `from` to `to`, both included. */
export interface ShardRange {
  readonly from: number;
  readonly to: number;
}

const isInRanges = (shard: number, ranges: readonly ShardRange[]): boolean =>
  ranges.some(({ from, to }) => from <= shard && shard <= to);

/** A database of orders. */
export interface SpreadDatabase {
  /** The name in logs and metrics: `orders`, `orders-2`. */
  readonly name: string;
  /** The shards that the configuration gives it; what a move has written in the database wins. */
  readonly ranges: readonly ShardRange[];
  readonly store: OrdersStore;
  /** Absent where moves are noticed by polling alone. */
  readonly notifications?: Pick<Notifications, 'on'>;
}

/** What databases say about moved shards; null for one that has not answered yet. */
export type KnownPlaces<Owner> = ReadonlyMap<Owner, readonly ShardPlace[] | null>;

interface Claim<Owner> {
  readonly owner: Owner;
  readonly rank: number;
}

/**
 * How late a row is in the moves of its shard. A database that gives a shard away has it until the
 * row HERE of the same move is in another one.
 */
const rankOf = ({ move, state }: ShardPlace): number => (state === 'HERE' ? move + 0.5 : move);

/** Where the latest move has brought each shard, and the latest move that took it away. */
function latestMoves<Owner>(places: KnownPlaces<Owner>) {
  const claims = new Map<number, Claim<Owner>>();
  const left = new Map<number, number>();
  for (const [owner, rows] of places) {
    for (const row of rows ?? []) {
      const { shard, state } = row;
      const rank = rankOf(row);
      if (state === 'GONE') left.set(shard, Math.max(rank, left.get(shard) ?? 0));
      else if (rank > (claims.get(shard)?.rank ?? 0)) claims.set(shard, { owner, rank });
    }
  }
  const isElsewhere = (shard: number) => (left.get(shard) ?? 0) > (claims.get(shard)?.rank ?? 0);
  return { claims, left, isElsewhere };
}

/** A database that may have received a shard in the meantime. */
const silentOf = <Owner>(places: KnownPlaces<Owner>, away: readonly Owner[]): Owner | undefined =>
  [...places].find(([, rows]) => rows === null)?.[0] ?? away[0];

/**
 * The database of each shard: the one that the latest move has brought it to, otherwise that of the
 * configuration. A shard whose new place is unknown is in a database that has not answered.
 * @param away databases whose places are those of their last answer, and may be old.
 */
export function ownersOf<Owner>(
  configured: readonly Owner[],
  places: KnownPlaces<Owner>,
  away: readonly Owner[] = [],
): Owner[] {
  const { claims, isElsewhere } = latestMoves(places);
  const silent = silentOf(places, away);
  return configured.map((owner, shard) => {
    if (isElsewhere(shard) && silent !== undefined) return silent;
    return claims.get(shard)?.owner ?? owner;
  });
}

/**
 * The shards that a database gave away and none has, although all have answered: the one that had
 * received them was restored to a time before the move.
 */
function lostShards<Owner>(places: KnownPlaces<Owner>, away: readonly Owner[]): Set<number> {
  const { left, isElsewhere } = latestMoves(places);
  const isKnown = silentOf(places, away) === undefined;
  return new Set(isKnown ? [...left.keys()].filter(isElsewhere) : []);
}

/** Which database has the orders of a shard. The first one is the home of what has no shard. */
export class ShardMap {
  readonly home: SpreadDatabase;
  private readonly configured: readonly SpreadDatabase[];
  private byShard: readonly SpreadDatabase[];
  private isMovingNow = false;
  private lost: ReadonlySet<number> = new Set();

  /** @throws Error unless each shard is in one database. */
  constructor(readonly all: readonly SpreadDatabase[]) {
    const [home] = all;
    if (home === undefined) throw new Error('Orders need a database.');
    this.home = home;
    this.configured = configuredOwners(all);
    this.byShard = this.configured;
  }

  /** Whether two databases may have rows of one order, of which the newer ones count. */
  get isMoving(): boolean {
    return this.isMovingNow;
  }

  /**
   * Follows what the databases say about moved shards.
   * @param away databases that have not answered this time.
   */
  follow(places: KnownPlaces<SpreadDatabase>, away: readonly SpreadDatabase[] = []): void {
    this.byShard = ownersOf(this.configured, places, away);
    this.lost = lostShards(places, away);
    const rows = [...places.values()].flatMap((each) => each ?? []);
    this.isMovingNow = rows.some(({ state, isCleared }) => state !== 'HERE' && !isCleared);
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

  /** Whether no database has the shard of an order, although one gave it away. */
  isLost(orderId: string): boolean {
    return this.lost.has(shardOfId(orderId));
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

/** The owner of each shard by the configuration. @throws Error unless each has one. */
export function configuredOwners<Owner extends { readonly ranges: readonly ShardRange[] }>(
  all: readonly Owner[],
): Owner[] {
  return Array.from({ length: shards }, (_, shard) => {
    const [only, ...others] = all.filter(({ ranges }) => isInRanges(shard, ranges));
    if (only === undefined || others.length > 0) {
      throw new Error(`Shard ${shard} is in ${only ? others.length + 1 : 0} databases.`);
    }
    return only;
  });
}
