import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../../platform/database/pool';
import { RowCounts } from '../../../../platform/database/row-count';
import type { PageRequest } from '../../../../platform/graphql/connection';
import { columnsWith, indexedPage, type ProductPage, where } from './pages';
import { searchedPage } from './search';
import type { ProductOrder } from './sorting';

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

/** What is told of a page besides its products. */
export interface AskedBesides {
  readonly available?: boolean;
  readonly total?: boolean;
}

/**
 * Looked up product by product, as far as a page needs. An EXISTS would be a join, for which the
 * planner reads the levels of the whole catalogue first. By the hash of the SKU in lower case: the
 * primary key costs five times as much.
 */
const someLevel = (condition: Sql): Sql => sql`((
  SELECT true FROM stock_levels s
  WHERE lower(s.sku::text) = lower(p.sku::text) AND ${condition} LIMIT 1) IS NOT NULL)`;

/** All but the search: of `p`, which is a product, or a word of it (`product_words`). */
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

/** The lists are read too often for Prisma. */
export function productLists(pool: Database) {
  const counts = new RowCounts(pool);
  return {
    /**
     * One page and a row more, by keyset. The order by relevance ranks the best of all matches,
     * save where a word of the search begins more than 32 words of the catalogue: then 1,000.
     * @param asked what the statement of the page brings along.
     */
    async page(
      query: ProductQuery,
      order: ProductOrder,
      page: PageRequest,
      asked: AskedBesides = {},
    ): Promise<ProductPage> {
      const { available = false, total = false } = asked;
      const lists = { pool, counts, columns: columnsWith(available), isTotalAsked: total };
      const all = conditions(query);
      if (query.search !== null) {
        const search = { text: query.search, active: query.active, conditions: all };
        return searchedPage(lists, search, order, page);
      }
      const found = sql`SELECT FROM products p ${where(all)}`;
      // In the order of the narrowest index, which is then read instead of the table.
      const rows = sql`${found} ORDER BY p.active, p.currency, p.sku`;
      return indexedPage(lists, all, order, page, { rows, all: found });
    },
  };
}
