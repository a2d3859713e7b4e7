import sql, { type Sql } from 'sql-template-tag';
import type { AuditEntry } from '../../../platform/audit/entry';
import { createBatcher } from '../../../platform/database/batcher';
import { prepared } from '../../../platform/database/prepared';
import type { Prisma, Product as ProductRow } from '../../../prisma/inventory/generated/client';
import { auditInsertion } from './audit-outbox';
import { available } from './available';
import type { InventoryDatabase } from './database';
import { productColumns, productLists, summaryColumns } from './product-list';

export type { ProductRow };

/** A product without its description. */
export type ProductSummaryRow = Omit<ProductRow, 'description'>;

/** The data of a product for a quote. */
export type PricedProductRow = Pick<ProductRow, 'sku' | 'name' | 'priceMinor' | 'currency'> & {
  readonly available: number;
};

export type NewProduct = Pick<
  ProductRow,
  'sku' | 'name' | 'description' | 'priceMinor' | 'currency' | 'active'
>;

/** Products by SKU, case-insensitively. */
export const selectProducts = (skus: readonly string[]): Sql =>
  sql`SELECT ${productColumns} FROM products p WHERE p.sku = ANY(${skus}::citext[])`;

/** The same without descriptions, which are most of what a product takes. */
export const selectSummaries = (skus: readonly string[]): Sql =>
  sql`SELECT ${summaryColumns} FROM products p WHERE p.sku = ANY(${skus}::citext[])`;

/**
 * Notes that products have a new name and price as of now, among those of imported data. It locks
 * before the products are written, as an import does.
 * @param rows with a column `sku`.
 */
const listedNow = (rows: Sql): Sql => sql`
  INSERT INTO product_imports AS i (sku, listed_at)
  SELECT sku, now() FROM ${rows} ORDER BY sku
  ON CONFLICT (sku) DO UPDATE SET listed_at = greatest(i.listed_at, excluded.listed_at)
  RETURNING sku`;

/** @param changed receives committed changes, and never fails. */
export function productStore(
  { pool, prisma, replicaReads }: InventoryDatabase,
  changed: (skus: readonly string[]) => Promise<void>,
) {
  const lists = productLists(replicaReads);
  // Concurrent requests share a round trip.
  const quoting = createBatcher(pool);
  return {
    page: lists.page,

    bySku: (skus: readonly string[]): Promise<ProductRow[]> =>
      prepared<ProductRow>(pool, 'products-by-sku', selectProducts(skus)),

    summariesBySku: (skus: readonly string[]): Promise<ProductSummaryRow[]> =>
      prepared<ProductSummaryRow>(pool, 'product-summaries-by-sku', selectSummaries(skus)),

    /**
     * Active products with price and available units, in one statement. The sub-select hides the
     * length of the array from the planner, so that it keeps one plan (see README).
     */
    async priced(skus: readonly string[]): Promise<PricedProductRow[]> {
      const { text, values } =
        sql`SELECT p.sku, p.name, p.price_minor AS "priceMinor", p.currency, (
          SELECT least(coalesce(sum(${available}), 0), 2147483647)::int
          FROM stock_levels s WHERE s.sku = p.sku) AS available
        FROM (SELECT DISTINCT unnest((SELECT ${skus}::citext[])) AS sku) AS requested
        JOIN products p ON p.sku = requested.sku WHERE p.active ORDER BY p.sku`;
      return quoting<PricedProductRow>({ name: 'priced-products', text, values });
    },

    /** SQL, because each start asks it, and loading Prisma's compiler would take half a second. */
    async any(): Promise<boolean> {
      const { rows } = await pool.query<{ any: boolean }>(
        sql`SELECT EXISTS (SELECT FROM products) AS any`,
      );
      return rows[0]?.any === true;
    },

    /**
     * Creates or replaces products in one statement with their audit entries. Replacing increments
     * the version and keeps the spelling of the SKU. Rows are locked in the order of their SKUs, so
     * that concurrent imports cannot deadlock. SKUs must be unique. Imported data that is older than
     * this moment does not replace them.
     */
    async upsert(products: readonly NewProduct[], audit: readonly AuditEntry[]): Promise<void> {
      const skus = products.map(({ sku }) => sku);
      const rows = sql`unnest(${skus}::citext[]) AS row (sku)`;
      await pool.query(sql`
        WITH audited AS (${auditInsertion(audit)}
        ), listed AS (${listedNow(rows)})
        INSERT INTO products (sku, name, description, price_minor, currency, active)
        SELECT row.* FROM unnest(
          ${skus}::citext[],
          ${products.map(({ name }) => name)}::text[],
          ${products.map(({ description }) => description)}::text[],
          ${products.map(({ priceMinor }) => priceMinor)}::bigint[],
          ${products.map(({ currency }) => currency)}::text[],
          ${products.map(({ active }) => active)}::boolean[]
        ) AS row (sku, name, description, price_minor, currency, active)
        JOIN listed ON listed.sku = row.sku ORDER BY row.sku
        ON CONFLICT (sku) DO UPDATE SET name = excluded.name, description = excluded.description,
          price_minor = excluded.price_minor, currency = excluded.currency,
          active = excluded.active, version = products.version + 1, updated_at = now()`);
      await changed(skus);
    },

    /** Existing ones do not change. @returns how many were created. */
    async create(products: readonly NewProduct[]): Promise<number> {
      const data = [...products];
      const { count } = await prisma.product.createMany({ data, skipDuplicates: true });
      await changed(products.map(({ sku }) => sku));
      return count;
    },

    /**
     * Changes a product if it still has the version, with its audit entry. Imported data that is older
     * than this moment does not replace a new name or price.
     * @returns null without a change if the version differs.
     */
    async update(
      sku: string,
      version: number,
      change: Pick<Prisma.ProductUpdateInput, 'name' | 'description' | 'priceMinor' | 'active'>,
      audit: AuditEntry | null,
    ): Promise<ProductRow | null> {
      const updated = await prisma.$transaction(async (transaction) => {
        const isListed = change.name !== undefined || change.priceMinor !== undefined;
        if (isListed) {
          const rows = sql`products WHERE sku = ${sku}::citext AND version = ${version}`;
          await transaction.$executeRaw(listedNow(rows));
        }
        const [row] = await transaction.product.updateManyAndReturn({
          where: { sku, version },
          data: { ...change, version: { increment: 1 }, updatedAt: new Date() },
        });
        if (row && audit) await transaction.auditOutbox.create({ data: { ...audit } });
        return row ?? null;
      });
      if (updated) await changed([updated.sku]);
      return updated;
    },
  };
}
