import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/database/pool';
import type { PageRequest } from '../../../platform/graphql/connection';
import type { Product as ProductRow } from '../../../prisma/inventory/generated/client';
import type { ProductOrder } from './product-orders';
import {
  type MatchKind,
  type ProductSearch,
  productSearch,
  rankedMatchesMax,
} from './product-search';

/** What a list of products is narrowed to; prices are minor units of the currency. */
export interface ProductQuery {
  readonly search: string | null;
  readonly skus: readonly string[] | null;
  readonly active: boolean | null;
  readonly inStock: boolean | null;
  /** Available units of some warehouse at or below its reorder point. */
  readonly low: boolean;
  readonly currency: string | null;
  readonly priceMin: bigint | null;
  readonly priceMax: bigint | null;
}

export type ListedProduct = ProductRow & { sortKey: string };

export interface ProductCount {
  readonly count: number;
  /** False: there are more than are counted one by one, and `count` is the planner's estimate. */
  readonly exact: boolean;
}

export interface ProductPage {
  /** As many as asked for, and a row more where there is one. */
  readonly rows: ListedProduct[];
  /** Of all pages. Asks the database only where the page has not told it. */
  readonly count: () => Promise<ProductCount>;
}

/** Products that are counted one by one for `totalCount`; beyond, an estimate will do. */
export const countedProductsMax = 10_000;

export const productColumns = sql`p.sku, p.name, p.description, p.price_minor AS "priceMinor",
  p.currency, p.active, p.version, p.created_at AS "createdAt", p.updated_at AS "updatedAt"`;

/**
 * Looked up product by product, as far as a page needs. An EXISTS would be a join, for which the
 * planner reads the levels of the whole catalogue first.
 */
const someLevel = (condition: Sql): Sql => sql`((
  SELECT true FROM stock_levels s WHERE s.sku = p.sku AND ${condition} LIMIT 1) IS NOT NULL)`;

/** All but the search. */
function conditions(query: ProductQuery): Sql[] {
  const all: Sql[] = [];
  if (query.skus !== null) all.push(sql`p.sku = ANY(${query.skus}::citext[])`);
  if (query.active !== null) all.push(sql`p.active = ${query.active}`);
  if (query.currency !== null) all.push(sql`p.currency = ${query.currency}`);
  if (query.priceMin !== null) all.push(sql`p.price_minor >= ${query.priceMin}`);
  if (query.priceMax !== null) all.push(sql`p.price_minor <= ${query.priceMax}`);
  if (query.inStock !== null) {
    const stocked = someLevel(sql`s.on_hand > s.reserved`);
    all.push(query.inStock ? stocked : sql`NOT ${stocked}`);
  }
  if (query.low) all.push(someLevel(sql`s.on_hand - s.reserved <= s.reorder_point`));
  return all;
}

const where = (all: readonly Sql[]): Sql =>
  all.length > 0 ? sql`WHERE ${join([...all], ' AND ')}` : empty;

/** Rows behind the one that a cursor names, whose key comes back as text. */
function behind(order: ProductOrder, key: Sql, sku: Sql, page: PageRequest): Sql[] {
  if (page.after === null) return [];
  const [keyText = '', skuText = ''] = page.after;
  const comparison = raw(order.direction === 'ASC' ? '>' : '<');
  return [sql`(${key}, ${sku}) ${comparison} (${order.keyFrom(keyText)}, ${skuText}::citext)`];
}

function sorted(order: ProductOrder, key: Sql, sku: Sql): Sql {
  const direction = raw(order.direction);
  return sql`ORDER BY ${key} ${direction}, ${sku} ${direction}`;
}

interface Plan {
  readonly Plan: { readonly 'Plan Rows': number };
}

/** In the order of the narrowest index, which is then read instead of the table. */
async function countOf(pool: Database, all: readonly Sql[]): Promise<ProductCount> {
  const { rows } = await pool.query<{ count: bigint }>(sql`
    SELECT count(*) FROM (
      SELECT FROM products p ${where(all)} ORDER BY p.active, p.currency, p.sku
      LIMIT ${countedProductsMax + 1}) AS counted`);
  const count = Number(rows[0]?.count ?? 0n);
  if (count <= countedProductsMax) return { count, exact: true };
  const planned = await pool.query<{ 'QUERY PLAN': Plan[] }>(
    sql`EXPLAIN (FORMAT JSON) SELECT FROM products p ${where(all)}`,
  );
  const estimate = planned.rows[0]?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0;
  return { count: Math.max(estimate, count), exact: false };
}

/** A page by an index in its order, which the planner walks or not, as few or many rows match. */
async function walkedPage(
  pool: Database,
  all: readonly Sql[],
  order: ProductOrder,
  page: PageRequest,
): Promise<ProductPage> {
  const key = order.key ?? sql`p.sku`;
  const sku = sql`p.sku`;
  const { rows } = await pool.query<ListedProduct>(sql`
    SELECT ${productColumns}, ${order.keyText(key)} AS "sortKey" FROM products p
    ${where([...all, ...behind(order, key, sku, page)])}
    ${sorted(order, key, sku)} LIMIT ${page.first + 1}`);
  return { rows, count: () => countOf(pool, all) };
}

type MatchedProduct = ListedProduct & { readonly found: bigint; readonly kind: MatchKind };

/** A page of the matches, which are gathered first: in one statement, and their number with them. */
async function matchedPage(
  pool: Database,
  search: ProductSearch,
  all: readonly Sql[],
  order: ProductOrder,
  page: PageRequest,
): Promise<ProductPage> {
  const none = { rows: [], count: async () => ({ count: 0, exact: true }) };
  if (!search.isPossible) return none;
  const [key, sku] = [sql`found.key`, sql`found.sku`];
  const { rows } = await pool.query<MatchedProduct>(sql`
    WITH ${search.found(order.key, all)}
    SELECT ${productColumns}, ${order.keyText(sql`top.key`)} AS "sortKey", top.kind,
      (SELECT count(*) FROM found) AS found
    FROM (SELECT * FROM found ${where(behind(order, key, sku, page))}
      ${sorted(order, key, sku)} LIMIT ${page.first + 1}) AS top
    JOIN products p ON p.sku = top.sku ${sorted(order, sql`top.key`, sql`top.sku`)}`);
  const [first] = rows;
  if (!first) {
    if (page.after === null) return none;
    const fromTheStart = { ...page, after: null };
    const count = async () => (await matchedPage(pool, search, all, order, fromTheStart)).count();
    return { rows, count };
  }
  const count = Number(first.found);
  if (first.kind === 'alike' || count <= rankedMatchesMax) {
    return { rows, count: async () => ({ count, exact: true }) };
  }
  const matching = [search.matching(first.kind), ...all];
  if (order.key === null) return { rows, count: () => countOf(pool, matching) };
  return walkedPage(pool, matching, order, page);
}

/** The lists are read too often for Prisma. */
export function productLists(pool: Database) {
  return {
    /**
     * One page and a row more, by keyset. Of a search that more than 1,000 products match, the order
     * by relevance ranks 1,000 of each kind; every other order has all of them.
     */
    async page(query: ProductQuery, order: ProductOrder, page: PageRequest): Promise<ProductPage> {
      const all = conditions(query);
      if (query.search === null) return walkedPage(pool, all, order, page);
      return matchedPage(pool, productSearch(query.search), all, order, page);
    },
  };
}
