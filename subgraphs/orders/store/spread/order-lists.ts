import type { RowCount } from '../../../../platform/database/row-count';
import type { Logger } from '../../../../platform/telemetry/logger';
import { hasWords, type OrderPage, type OrderQuery, type SelectedOrder } from '../order-lists';
import type { OrderRow } from '../order-reads';
import { gathered, settled } from './gather';
import type { ShardMap, SpreadDatabase } from './shard-map';
import type { SpreadStore } from './types';

type Lists = Pick<
  SpreadStore['reads'],
  'page' | 'pagesByOwner' | 'count' | 'estimatedCount' | 'countsByOwner'
>;

interface Placed {
  readonly placedAt: Date;
  readonly id: string;
}

/** The order of every list of orders; ids are in lower case, and compare as PostgreSQL does. */
export function newestFirst(a: Placed, b: Placed): number {
  const byTime = b.placedAt.getTime() - a.placedAt.getTime();
  return byTime !== 0 ? byTime : Number(b.id > a.id) - Number(b.id < a.id);
}

/**
 * Merges lists, newest first. While shards move, an order may be in two databases for some seconds:
 * the row with the later epoch counts.
 */
function merged<Row extends Placed & { readonly epoch?: number }>(
  lists: readonly (readonly Row[])[],
  { isMoving }: ShardMap,
): Row[] {
  const rows = lists.flat();
  if (!isMoving) return rows.sort(newestFirst);
  const newest = new Map<string, Row>();
  for (const row of rows) {
    const known = newest.get(row.id);
    if (known === undefined || (row.epoch ?? 0) >= (known.epoch ?? 0)) newest.set(row.id, row);
  }
  return [...newest.values()].sort(newestFirst);
}

const sumOf = (counts: readonly RowCount[], complete: boolean): RowCount => ({
  count: counts.reduce((sum, { count }) => sum + count, 0),
  exact: complete && counts.every(({ exact }) => exact),
});

/** The databases that may have orders of a query. */
function databasesOf(query: OrderQuery, map: ShardMap): readonly SpreadDatabase[] {
  const customerId = query.ownerId ?? query.customerId;
  if (customerId !== null) return [map.ofCustomer(customerId)];
  if (query.number !== null) return [map.ofNumber(query.number)];
  if (query.ids === null) return map.all;
  const some = [...map.divideIds(query.ids).keys()];
  return some.length > 0 ? some : [map.home];
}

/**
 * The query as every database must read it: whether a text is the whole name of a recipient is not
 * for one of them to decide.
 */
async function everywhere(query: OrderQuery, map: ShardMap, logger: Logger): Promise<OrderQuery> {
  const { search } = query;
  if (search === null || !hasWords(search.text)) return query;
  const reads = map.all.map(
    (one) => [one, () => one.store.reads.hasRecipient(search.text)] as const,
  );
  const { values } = await gathered(reads, logger);
  return { ...query, search: { ...search, isRecipient: values.includes(true) } };
}

/**
 * The orders of a selection, newest first, at most `limit`.
 * @throws if a database is down: an action on all orders that match may not miss some.
 */
export async function selectedEverywhere(
  query: OrderQuery,
  limit: number,
  map: ShardMap,
  logger: Logger,
): Promise<SelectedOrder[]> {
  const narrowed = await everywhere(query, map, logger);
  const all = await Promise.all(
    databasesOf(query, map).map(({ store }) => store.reads.selected(narrowed, limit)),
  );
  return merged(all, map).slice(0, limit);
}

/** Lists of orders. A buyer's own are in one database; those of staff are merged. */
export function spreadLists(map: ShardMap, logger: Logger): Lists {
  /** A buyer gets the list or an error; staff get the orders of the databases that serve. */
  async function gatheredOf<Value>(
    query: OrderQuery,
    read: (database: SpreadDatabase, narrowed: OrderQuery) => Promise<Value>,
  ): Promise<{ readonly values: Value[]; readonly complete: boolean }> {
    const databases = databasesOf(query, map);
    const asked = await everywhere(query, map, logger);
    const [only] = databases;
    if (only !== undefined && databases.length === 1) {
      return { values: [await read(only, asked)], complete: true };
    }
    return gathered(
      databases.map((one) => [one, () => read(one, asked)] as const),
      logger,
    );
  }

  return {
    async page(query, page): Promise<OrderPage> {
      const { values, complete } = await gatheredOf(query, ({ store }, narrowed) =>
        store.reads.page(narrowed, page),
      );
      const lists = values.map(({ rows }) => rows);
      return { rows: merged(lists, map).slice(0, page.first + 1), complete };
    },

    async pagesByOwner(ownerIds, query, page) {
      const asked = await everywhere(query, map, logger);
      const owners = map.divide(ownerIds, (id) => map.ofCustomer(id));
      const reads = [...owners].map(
        ([one, ids]) => [one, () => one.store.reads.pagesByOwner(ids, asked, page)] as const,
      );
      const { values, away } = await settled(reads, logger);
      const rows: OrderRow[] = values.flatMap((each) => each.rows);
      return {
        rows: rows.sort(newestFirst),
        absent: new Set(away.flatMap(({ database }) => owners.get(database) ?? [])),
      };
    },

    async count(query) {
      const { values, complete } = await gatheredOf(query, ({ store }, narrowed) =>
        store.reads.count(narrowed),
      );
      return sumOf(values, complete && (values.length === 1 || !map.isMoving));
    },

    async estimatedCount(query) {
      const { values, complete } = await gatheredOf(query, ({ store }, narrowed) =>
        store.reads.estimatedCount(narrowed),
      );
      return sumOf(values, complete && (values.length === 1 || !map.isMoving));
    },

    async countsByOwner(ownerIds, query) {
      const asked = await everywhere(query, map, logger);
      const owners = map.divide(ownerIds, (id) => map.ofCustomer(id));
      const reads = [...owners].map(
        ([one, ids]) => [one, () => one.store.reads.countsByOwner(ids, asked)] as const,
      );
      const { values, away } = await settled(reads, logger);
      const unknown = away
        .flatMap(({ database }) => owners.get(database) ?? [])
        .map((id) => [id, { count: 0, exact: false }] as const);
      return new Map([...values.flatMap((each) => [...each]), ...unknown]);
    },
  };
}
