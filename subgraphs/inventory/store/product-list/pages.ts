import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import type { Database } from '../../../../platform/database/pool';
import { countOf, type RowCount, type RowCounts } from '../../../../platform/database/row-count';
import type { PageRequest } from '../../../../platform/graphql/connection';
import type { Product as ProductRow } from '../../../../prisma/inventory/generated/client';
import type { ProductSorting } from './sorting';

export interface ListedProduct extends ProductRow {
  readonly sortKey: string;
  /** Units that can be promised; only where they were asked for. */
  readonly available?: number;
  /** Of the whole list, counted up to a bound; only where it was asked for. */
  readonly total?: bigint;
}

export interface ProductPage {
  /** As many as asked for, and a row more where there is one. */
  readonly rows: ListedProduct[];
  /** Of all pages. Asks the database only where the page has not told it. */
  readonly count: () => Promise<RowCount>;
}

/** What lists are read with. */
export interface Lists {
  readonly pool: Database;
  readonly counts: RowCounts;
  /** What is read of a product `p`. */
  readonly columns: Sql;
  readonly isTotalAsked: boolean;
}

/** What the total of a list is. */
export interface Counted {
  readonly rows: Sql;
  /** The same without an order or a short cut, as the planner estimates it. */
  readonly all: Sql;
}

export const productColumns = sql`p.sku, p.name, p.description, p.price_minor AS "priceMinor",
  p.currency, p.active, p.version, p.created_at AS "createdAt", p.updated_at AS "updatedAt"`;

/** By the hash of the SKU in lower case, as the conditions look levels up. */
const available = sql`(
  SELECT least(coalesce(sum(s.on_hand - s.reserved), 0), 2147483647)::int FROM stock_levels s
  WHERE lower(s.sku::text) = lower(p.sku::text)) AS available`;

export const columnsWith = (isAvailableAsked: boolean): Sql =>
  isAvailableAsked ? sql`${productColumns}, ${available}` : productColumns;

export const where = (all: readonly Sql[]): Sql =>
  all.length > 0 ? sql`WHERE ${join([...all], ' AND ')}` : empty;

/** Rows behind the one that a cursor names, whose key comes back as text. */
export function behind(sorting: ProductSorting, key: Sql, sku: Sql, page: PageRequest): Sql[] {
  if (page.after === null) return [];
  const [keyText = '', skuText = ''] = page.after;
  const comparison = raw(sorting.direction === 'ASC' ? '>' : '<');
  return [sql`(${key}, ${sku}) ${comparison} (${sorting.keyFrom(keyText)}, ${skuText}::citext)`];
}

export function sorted(sorting: ProductSorting, key: Sql, sku: Sql): Sql {
  const direction = raw(sorting.direction);
  return sql`ORDER BY ${key} ${direction}, ${sku} ${direction}`;
}

/** A column more, where the total is asked for, so that the page brings it along. */
export const totalColumn = ({ isTotalAsked }: Lists, { rows }: Counted): Sql =>
  isTotalAsked ? sql`, (${countOf(rows)}) AS total` : empty;

/** A page whose first row may tell the total. */
export function countedPage(
  { counts }: Lists,
  rows: ListedProduct[],
  counted: Counted,
): ProductPage {
  const total = rows[0]?.total;
  const count =
    total === undefined
      ? () => counts.of(counted.rows, [counted.all])
      : () => counts.told(Number(total), [counted.all]);
  return { rows, count };
}

/** A page by an index in its order, which the planner walks or not, as few or many rows match. */
export async function indexedPage(
  lists: Lists,
  all: readonly Sql[],
  sorting: ProductSorting,
  page: PageRequest,
  counted: Counted,
): Promise<ProductPage> {
  const key = sorting.key ?? sql`p.sku`;
  const sku = sql`p.sku`;
  const { rows } = await lists.pool.query<ListedProduct>(sql`
    SELECT ${lists.columns}, ${sorting.keyText(key)} AS "sortKey"${totalColumn(lists, counted)}
    FROM products p
    ${where([...all, ...behind(sorting, key, sku, page)])}
    ${sorted(sorting, key, sku)} LIMIT ${page.first + 1}`);
  return countedPage(lists, rows, counted);
}
