import sql, { type Sql } from 'sql-template-tag';
import { available } from '../available';

/** Filters of a product list; prices are minor units of the currency. */
export interface ProductQuery {
  readonly search: string | null;
  readonly skus: readonly string[] | null;
  readonly active: boolean | null;
  readonly inStock: boolean | null;
  /** Whether available units in any active warehouse are at or below its reorder point. */
  readonly low: boolean;
  readonly currency: string | null;
  readonly priceMin: bigint | null;
  readonly priceMax: bigint | null;
}

/**
 * Looked up per product until the page is full. The planner would turn EXISTS into a join and read
 * the levels of the whole catalogue first. Uses the hash of the lower-case SKU, because the primary
 * key costs five times as much.
 */
const someLevel = (condition: Sql): Sql => sql`((
  SELECT true FROM stock_levels s
  WHERE lower(s.sku::text) = lower(p.sku::text) AND ${condition} LIMIT 1) IS NOT NULL)`;

/** All filters except the search, on `p`: a product or one of its words (`product_words`). */
export function conditionsOf(query: ProductQuery): Sql[] {
  const all: Sql[] = [];
  if (query.skus !== null) all.push(sql`p.sku = ANY(${query.skus}::citext[])`);
  if (query.active !== null) all.push(sql`p.active = ${query.active}`);
  if (query.currency !== null) all.push(sql`p.currency = ${query.currency}`);
  if (query.priceMin !== null) all.push(sql`p.price_minor >= ${query.priceMin}`);
  if (query.priceMax !== null) all.push(sql`p.price_minor <= ${query.priceMax}`);
  if (query.inStock !== null) {
    const stocked = someLevel(sql`${available} > 0`);
    all.push(query.inStock ? stocked : sql`NOT ${stocked}`);
  }
  if (query.low) all.push(someLevel(sql`s.warehouse_active AND ${available} <= s.reorder_point`));
  return all;
}
