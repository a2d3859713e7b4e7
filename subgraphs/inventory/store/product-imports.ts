import sql from 'sql-template-tag';
import type { InventoryDatabase } from './database';

export interface ListedProduct {
  readonly sku: string;
  readonly name: string;
  readonly priceMinor: bigint;
  readonly currency: string;
  /** When it had this name and price. */
  readonly listedAt: Date;
}

export interface ImportedCounts {
  readonly created: number;
  readonly updated: number;
}

/** @param changed receives committed changes, and never fails. */
export function productImportStore(
  { pool }: InventoryDatabase,
  changed: (skus: readonly string[]) => Promise<void>,
) {
  return {
    /**
     * Creates products, and updates the name and price of those whose imported data is not newer: a
     * list that is imported again may correct a wrong currency or column. Other fields do not change.
     * SKUs must be unique.
     */
    async take(products: readonly ListedProduct[]): Promise<ImportedCounts> {
      const { rows } = await pool.query<{ created: bigint; updated: bigint }>(sql`
        WITH listed AS (
          SELECT * FROM unnest(
            ${products.map(({ sku }) => sku)}::citext[],
            ${products.map(({ name }) => name)}::text[],
            ${products.map(({ priceMinor }) => priceMinor)}::bigint[],
            ${products.map(({ currency }) => currency)}::text[],
            ${products.map(({ listedAt }) => listedAt)}::timestamptz[]
          ) AS row (sku, name, price_minor, currency, listed_at)
        ), newer AS (
          -- First, because it waits for a concurrent import and then compares with what that wrote.
          INSERT INTO product_imports AS known (sku, listed_at)
          SELECT sku, listed_at FROM listed ORDER BY sku
          ON CONFLICT (sku) DO UPDATE SET listed_at = excluded.listed_at
          WHERE known.listed_at <= excluded.listed_at RETURNING sku
        ), written AS (
          INSERT INTO products AS p (sku, name, price_minor, currency)
          SELECT sku, name, price_minor, currency FROM listed JOIN newer USING (sku) ORDER BY sku
          ON CONFLICT (sku) DO UPDATE SET name = excluded.name,
            price_minor = excluded.price_minor, currency = excluded.currency,
            version = p.version + 1, updated_at = now()
          WHERE (p.name, p.price_minor, p.currency)
            IS DISTINCT FROM (excluded.name, excluded.price_minor, excluded.currency)
          -- Only a row that was there before carries the transaction that locked it.
          RETURNING p.xmax = 0 AS is_new
        )
        SELECT count(*) FILTER (WHERE is_new) AS created,
          count(*) FILTER (WHERE NOT is_new) AS updated FROM written`);
      await changed(products.map(({ sku }) => sku));
      const [counts] = rows;
      return { created: Number(counts?.created ?? 0n), updated: Number(counts?.updated ?? 0n) };
    },
  };
}
