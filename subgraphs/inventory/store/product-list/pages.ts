import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import type { Queryable } from '../../../../platform/database/pool';
import { countOf, type RowCount, type RowCounts } from '../../../../platform/database/row-count';
import type { PageRequest } from '../../../../platform/graphql/connection';
import type { Product as ProductRow } from '../../../../prisma/inventory/generated/client';
import { available as levelAvailable } from '../available';
import type { ProductSorting } from './sorting';

export interface ListedProduct extends Omit<ProductRow, 'description'> {
  /** The description, if it is requested. */
  readonly description?: string | null;
  readonly sortKey: string;
  /** Available units; only if requested. */
  readonly available?: number;
  /** Total of the whole list, counted up to a limit; only if requested. */
  readonly total?: bigint;
}

export interface ProductPage {
  /** The requested number of rows, and one more if there is one. */
  readonly rows: ListedProduct[];
  /** Total of all pages. Queries the database only if the page does not contain it. */
  readonly count: () => Promise<RowCount>;
}

/** What lists are read with. */
export interface ListContext {
  readonly database: Queryable;
  readonly counts: RowCounts;
  /** Columns of a product `p`. */
  readonly columns: Sql;
  readonly isTotalSelected: boolean;
}

/** The total of a list. */
export interface Counted {
  readonly rows: Sql;
  /** The total as estimated by the planner, without sorting or a limit. */
  readonly all: Sql;
}

/** All columns but the description, which may take 15,000 bytes. */
export const summaryColumns = sql`p.sku, p.name, p.price_minor AS "priceMinor", p.currency,
  p.active, p.version, p.created_at AS "createdAt", p.updated_at AS "updatedAt"`;
export const productColumns = sql`${summaryColumns}, p.description`;

/** Available units, found by the hash index on the lower-case SKU. */
const available = sql`(
  SELECT least(coalesce(sum(${levelAvailable}), 0), 2147483647)::int FROM stock_levels s
  WHERE lower(s.sku::text) = lower(p.sku::text)) AS available`;

/** What a statement returns of each product in addition to its summary. */
export interface ProductExtras {
  readonly description?: boolean;
  readonly available?: boolean;
}

export function columnsWith(extras: ProductExtras): Sql {
  const columns = extras.description ? productColumns : summaryColumns;
  return extras.available ? sql`${columns}, ${available}` : columns;
}

export const where = (all: readonly Sql[]): Sql =>
  all.length > 0 ? sql`WHERE ${join([...all], ' AND ')}` : empty;

/** Rows behind the one that a cursor names, whose key comes back as text. */
export function afterCursor(sorting: ProductSorting, key: Sql, sku: Sql, page: PageRequest): Sql[] {
  if (page.after === null) return [];
  const [keyText = '', skuText = ''] = page.after;
  const comparison = raw(sorting.direction === 'ASC' ? '>' : '<');
  return [sql`(${key}, ${sku}) ${comparison} (${sorting.keyFrom(keyText)}, ${skuText}::citext)`];
}

export function sorted(sorting: ProductSorting, key: Sql, sku: Sql): Sql {
  const direction = raw(sorting.direction);
  return sql`ORDER BY ${key} ${direction}, ${sku} ${direction}`;
}

/** An additional column with the total, if it is selected. */
export const totalColumn = ({ isTotalSelected }: ListContext, { rows }: Counted): Sql =>
  isTotalSelected ? sql`, (${countOf(rows)}) AS total` : empty;

/** A page whose first row may contain the total. */
export function countedPage(
  { counts }: ListContext,
  rows: ListedProduct[],
  counted: Counted,
): ProductPage {
  const total = rows[0]?.total;
  const count =
    total === undefined
      ? () => counts.of(counted.rows, [counted.all])
      : () => counts.rowCountOf(Number(total), [counted.all]);
  return { rows, count };
}

/**
 * A page in sort order. The planner walks an index or sorts, depending on the number of matches.
 */
export async function indexedPage(
  context: ListContext,
  all: readonly Sql[],
  sorting: ProductSorting,
  page: PageRequest,
  counted: Counted,
): Promise<ProductPage> {
  const key = sorting.key ?? sql`p.sku`;
  const sku = sql`p.sku`;
  const { rows } = await context.database.query<ListedProduct>(sql`
    SELECT ${context.columns}, ${sorting.keyText(key)} AS "sortKey"${totalColumn(context, counted)}
    FROM products p
    ${where([...all, ...afterCursor(sorting, key, sku, page)])}
    ${sorted(sorting, key, sku)} LIMIT ${page.first + 1}`);
  return countedPage(context, rows, counted);
}
