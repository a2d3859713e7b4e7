import sql, { empty, join, type Sql } from 'sql-template-tag';
import { countedRowsMax, type RowCount, RowCounts } from '../../../platform/database/row-count';
import type { PageRequest } from '../../../platform/graphql/connection';
import { unicodeForms } from '../../../platform/values/text';
import type { OrderStatus } from '../../../prisma/orders/generated/client';
import { type OrderRow, orderColumns } from './columns';
import type { OrdersDatabase } from './database';

/** Filters of a list of orders; null for no filter. */
export interface OrderQuery {
  /** The customer whose orders the viewer may see; null for all. */
  readonly ownerId: string | null;
  readonly ids: readonly string[] | null;
  readonly customerId: string | null;
  readonly status: readonly OrderStatus[] | null;
  readonly placedFrom: Date | null;
  readonly placedTo: Date | null;
  /** The number in its stored form. */
  readonly number: string | null;
  readonly search: OrderSearch | null;
  readonly needsAttention: boolean | null;
}

/** A search text with all its interpretations. */
export interface OrderSearch {
  readonly text: string;
  /** The text as an order number; null if it is not one. */
  readonly number: string | null;
  /** The customer with this e-mail address; null if there is none. */
  readonly customerId: string | null;
  /**
   * Whether several words are the whole name of a recipient in any database; left out, the database
   * that is searched decides.
   */
  readonly isRecipient?: boolean;
}

/** A page of a list plus an extra row. */
export interface OrderPage {
  readonly rows: OrderRow[];
  /** False if a database with orders was away: the page is that of the others. */
  readonly complete: boolean;
}

/** Pages of several owners. */
export interface OwnerPages {
  readonly rows: OrderRow[];
  /** Owners whose database was away. */
  readonly absent: ReadonlySet<string>;
}

/** An order of a selection. */
export interface SelectedOrder {
  readonly id: string;
  readonly status: OrderStatus;
  readonly placedAt: Date;
}

const nobodyAbsent: ReadonlySet<string> = new Set();

/** A trigram index cannot find shorter parts of names. */
const partCharactersMin = 3;

const columns = orderColumns('o');

/** Must match the predicate of the partial index exactly, or the planner does not use it. */
const waiting = sql`(o.status = 'IN_REVIEW' OR o.attention IS NOT NULL)`;

/**
 * Several words that form a complete recipient name are looked up by an index on whole names: first
 * and last name are each frequent but rare together, which makes both a scan of the newest orders
 * and a trigram intersection slow. Any other text, including a single word, is searched within names.
 * A text too short for that is looked up as a whole name, as many Chinese and Korean names are.
 */
function recipientReadings({ text, isRecipient }: OrderSearch): Sql[] {
  if (text.length < partCharactersMin) return [wholeName(sql`o`, text)];
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const inside = sql`(o.shipping_address->>'recipient') ILIKE ${pattern}`;
  if (!hasWords(text)) return [inside];
  if (isRecipient !== undefined) return [isRecipient ? wholeName(sql`o`, text) : inside];
  return [wholeName(sql`o`, text), sql`NOT ${isAnyone(text)} AND ${inside}`];
}

/** Whether a search text may be the whole name of a recipient. */
export const hasWords = (text: string): boolean =>
  text.length >= partCharactersMin && /\s/.test(text);

const wholeName = (order: Sql, text: string): Sql =>
  sql`lower(${order}.shipping_address->>'recipient') = lower(${text})`;

const isAnyone = (text: string): Sql =>
  sql`EXISTS (SELECT FROM orders known WHERE ${wholeName(sql`known`, text)})`;

/** The interpretations of a search text; each has its own index. */
function readings(search: OrderSearch): Sql[] {
  const { text, number, customerId } = search;
  const all = [
    sql`EXISTS (SELECT FROM order_lines l WHERE l.order_id = o.id AND l.sku = ${text}::citext)`,
    sql`o.id IN (
      SELECT order_id FROM shipments
      WHERE tracking_code IN (${text}, upper(${text}), lower(${text})))`,
  ];
  if (number !== null) all.push(sql`o.number = ${number}`);
  if (customerId !== null) all.push(sql`o.customer_id = ${customerId}::uuid`);
  const forms = unicodeForms(text).map((form) => ({ ...search, text: form }));
  return [...all, ...forms.flatMap(recipientReadings)];
}

/** All filters except the search. */
function conditions(query: OrderQuery): Sql[] {
  const all: Sql[] = [];
  if (query.ownerId !== null) all.push(sql`o.customer_id = ${query.ownerId}::uuid`);
  if (query.ids !== null) all.push(sql`o.id = ANY(${query.ids}::uuid[])`);
  if (query.customerId !== null) all.push(sql`o.customer_id = ${query.customerId}::uuid`);
  if (query.status !== null) all.push(sql`o.status = ANY(${query.status}::"OrderStatus"[])`);
  if (query.placedFrom !== null) all.push(sql`o.placed_at >= ${query.placedFrom}`);
  if (query.placedTo !== null) all.push(sql`o.placed_at < ${query.placedTo}`);
  if (query.number !== null) all.push(sql`o.number = ${query.number}`);
  if (query.needsAttention !== null) {
    all.push(query.needsAttention ? waiting : sql`NOT ${waiting}`);
  }
  return all;
}

const where = (all: readonly Sql[]): Sql =>
  all.length > 0 ? sql`WHERE ${join([...all], ' AND ')}` : empty;

/** The rows after a cursor; the caller has validated the instant and id in `after`. */
function behind(page: PageRequest): Sql[] {
  if (page.after === null) return [];
  const [placedAt, id] = page.after;
  return [sql`(o.placed_at, o.id) < (${placedAt}::timestamptz, ${id}::uuid)`];
}

const newestFirst = sql`ORDER BY o.placed_at DESC, o.id DESC`;

/**
 * The first rows of a query. For a search, the first rows of each interpretation are read by its own
 * index and merged: an OR over all of them could not use an index, and reading all matches would
 * grow with the table.
 */
function first(columns: Sql, query: OrderQuery, more: readonly Sql[], limit: number): Sql {
  const rest = [...conditions(query), ...more];
  const rows = (all: readonly Sql[]): Sql => sql`
    SELECT ${columns} FROM orders o ${where(all)} ${newestFirst} LIMIT ${limit}`;
  if (query.search === null) return rows(rest);
  const found = readings(query.search).map(
    (reading) => sql`
    (SELECT o.id, o.placed_at FROM orders o ${where([reading, ...rest])} ${newestFirst}
      LIMIT ${limit})`,
  );
  return rows([
    sql`(o.placed_at, o.id) IN (SELECT placed_at, id FROM (${join(found, ' UNION ')}) AS found)`,
  ]);
}

/** The ids of the newest matches. */
export const matchingIds = (query: OrderQuery, limit: number): Sql =>
  first(sql`o.id, o.status, o.placed_at AS "placedAt"`, query, [], limit);

/** Counts up to one row past the exact limit. */
function bounded(query: OrderQuery, more: readonly Sql[] = []): Sql {
  const limit = countedRowsMax + 1;
  const rows = (all: readonly Sql[]): Sql =>
    sql`SELECT o.id FROM orders o ${where(all)} LIMIT ${limit}`;
  const rest = [...conditions(query), ...more];
  if (query.search === null) return sql`(SELECT count(*) FROM (${rows(rest)}) AS found)`;
  const found = readings(query.search).map((reading) => sql`(${rows([reading, ...rest])})`);
  return sql`(SELECT count(*) FROM (${join(found, ' UNION ')}) AS found)`;
}

/** All matches of each interpretation; an order may match several, so they are not added up. */
function unbounded(query: OrderQuery): Sql[] {
  const all = conditions(query);
  const each = query.search === null ? [all] : readings(query.search).map((one) => [one, ...all]);
  return each.map((some) => sql`SELECT FROM orders o ${where(some)}`);
}

/** Lists of orders, read by SQL because they are too frequent for Prisma. */
export function orderLists({ pool, replicaReads }: OrdersDatabase) {
  const counts = new RowCounts(replicaReads);
  return {
    /** One page plus an extra row, newest first. */
    async page(query: OrderQuery, page: PageRequest): Promise<OrderPage> {
      const { rows } = await replicaReads.query<OrderRow>(
        first(columns, query, behind(page), page.first + 1),
      );
      return { rows, complete: true };
    },

    /** The newest orders that match, at most `limit`. */
    async selected(query: OrderQuery, limit: number): Promise<SelectedOrder[]> {
      const { rows } = await pool.query<SelectedOrder>(matchingIds(query, limit));
      return rows;
    },

    /** Whether an order has a recipient of this whole name. */
    async hasRecipient(text: string): Promise<boolean> {
      const { rows } = await pool.query<{ known: boolean }>(sql`SELECT ${isAnyone(text)} AS known`);
      return rows[0]?.known ?? false;
    },

    /** The same page for each of several owners in one statement, plus an extra row each. */
    async pagesByOwner(
      ownerIds: readonly string[],
      query: OrderQuery,
      page: PageRequest,
    ): Promise<OwnerPages> {
      const own = sql`o.customer_id = owner.id`;
      const theirs = { ...query, ownerId: null };
      const { rows } = await replicaReads.query<OrderRow>(sql`
        SELECT page.* FROM unnest(${ownerIds}::uuid[]) AS owner (id)
        CROSS JOIN LATERAL (
          ${first(columns, theirs, [own, ...behind(page)], page.first + 1)}
        ) AS page ORDER BY page."placedAt" DESC, page.id DESC`);
      return { rows, absent: nobodyAbsent };
    },

    async count(query: OrderQuery): Promise<RowCount> {
      const { rows } = await replicaReads.query<{ count: bigint }>(
        sql`SELECT ${bounded(query)} AS count`,
      );
      return counts.rowCountOf(Number(rows[0]?.count ?? 0n), unbounded(query));
    },

    /** The planner's estimate. */
    estimatedCount(query: OrderQuery): Promise<RowCount> {
      return counts.estimated(unbounded(query));
    },

    /** The same count for each of several owners in one statement. */
    async countsByOwner(
      ownerIds: readonly string[],
      query: OrderQuery,
    ): Promise<Map<string, RowCount>> {
      const own = sql`o.customer_id = owner.id`;
      const { rows } = await replicaReads.query<{ id: string; count: bigint }>(sql`
        SELECT owner.id, ${bounded({ ...query, ownerId: null }, [own])} AS count
        FROM unnest(${ownerIds}::uuid[]) AS owner (id)`);
      const ownCounts = rows.map(
        async ({ id, count }) =>
          [
            id,
            await counts.rowCountOf(Number(count), unbounded({ ...query, ownerId: id })),
          ] as const,
      );
      return new Map(await Promise.all(ownCounts));
    },
  };
}
