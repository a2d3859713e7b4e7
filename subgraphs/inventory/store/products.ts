import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import type { AuditEntry } from '../../../platform/audit/entry';
import type { PageRequest } from '../../../platform/graphql/connection';
import type { Prisma, Product as ProductRow } from '../../../prisma/inventory/generated/client';
import { auditInsertion } from './audit-outbox';
import type { InventoryDatabase } from './database';
import { type ProductOrder, searchable } from './product-orders';
import { prepared } from './statement';

export type { ProductRow };

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

/** What a quote needs to know of a product. */
export type PricedProductRow = Pick<ProductRow, 'sku' | 'name' | 'priceMinor' | 'currency'> & {
  readonly available: number;
};

export type NewProduct = Pick<
  ProductRow,
  'sku' | 'name' | 'description' | 'priceMinor' | 'currency' | 'active'
>;

const columns = sql`p.sku, p.name, p.description, p.price_minor AS "priceMinor", p.currency,
  p.active, p.version, p.created_at AS "createdAt", p.updated_at AS "updatedAt"`;

function conditions(query: ProductQuery): Sql[] {
  const all: Sql[] = [];
  if (query.search !== null) {
    const words = query.search.toLowerCase();
    const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`;
    all.push(sql`(${searchable} LIKE ${pattern} OR ${words} <% ${searchable})`);
  }
  if (query.skus !== null) all.push(sql`p.sku = ANY(${query.skus}::citext[])`);
  if (query.active !== null) all.push(sql`p.active = ${query.active}`);
  if (query.currency !== null) all.push(sql`p.currency = ${query.currency}`);
  if (query.priceMin !== null) all.push(sql`p.price_minor >= ${query.priceMin}`);
  if (query.priceMax !== null) all.push(sql`p.price_minor <= ${query.priceMax}`);
  if (query.inStock !== null) {
    const stocked = sql`EXISTS (SELECT FROM stock_levels s
      WHERE s.sku = p.sku AND s.on_hand > s.reserved)`;
    all.push(query.inStock ? stocked : sql`NOT ${stocked}`);
  }
  if (query.low) {
    all.push(sql`EXISTS (SELECT FROM stock_levels s
      WHERE s.sku = p.sku AND s.on_hand - s.reserved <= s.reorder_point)`);
  }
  return all;
}

const where = (all: Sql[]): Sql => (all.length > 0 ? sql`WHERE ${join(all, ' AND ')}` : empty);

/** Rows behind the one that a cursor names, whose key comes back as text. */
function behind(order: ProductOrder, after: readonly string[]): Sql {
  const [key = '', sku] = after;
  const comparison = raw(order.direction === 'ASC' ? '>' : '<');
  return sql`(${order.key}, p.sku) ${comparison} (${order.keyFrom(key)}, ${sku}::citext)`;
}

export function productStore({ pool, prisma }: InventoryDatabase) {
  return {
    /** Products by SKU in one statement, whatever the case they are asked for in. */
    async bySku(skus: readonly string[]): Promise<ProductRow[]> {
      return prepared<ProductRow>(
        pool,
        'products-by-sku',
        sql`SELECT ${columns} FROM products p WHERE p.sku = ANY(${skus}::citext[])`,
      );
    },

    /**
     * Active products with their price and what can be promised, in one statement. The sub-select
     * hides the length of the array from the planner, which plans once then (see README).
     */
    async priced(skus: readonly string[]): Promise<PricedProductRow[]> {
      return prepared<PricedProductRow>(
        pool,
        'priced-products',
        sql`SELECT p.sku, p.name, p.price_minor AS "priceMinor", p.currency, (
            SELECT least(coalesce(sum(s.on_hand - s.reserved), 0), 2147483647)::int
            FROM stock_levels s WHERE s.sku = p.sku) AS available
          FROM (SELECT DISTINCT unnest((SELECT ${skus}::citext[])) AS sku) AS wanted
          JOIN products p ON p.sku = wanted.sku WHERE p.active ORDER BY p.sku`,
      );
    },

    /** One page and a row more, by keyset. */
    async page(query: ProductQuery, order: ProductOrder, page: PageRequest) {
      const all = conditions(query);
      if (page.after !== null) all.push(behind(order, page.after));
      const direction = raw(order.direction);
      const { rows } = await pool.query<ListedProduct>(sql`
        SELECT ${columns}, (${order.keyText})::text AS "sortKey" FROM products p ${where(all)}
        ORDER BY ${order.key} ${direction}, p.sku ${direction} LIMIT ${page.first + 1}`);
      return rows;
    },

    async count(query: ProductQuery): Promise<number> {
      const { rows } = await pool.query<{ count: bigint }>(
        sql`SELECT count(*) FROM products p ${where(conditions(query))}`,
      );
      return Number(rows[0]?.count ?? 0n);
    },

    async any(): Promise<boolean> {
      return (await prisma.product.findFirst({ select: { sku: true } })) !== null;
    },

    /**
     * Creates or replaces, in one statement with the entries of the audit log; a replaced row's version rises and its SKU stays as
     * it was first written. Rows are locked in the order of their SKUs, so that two imports at
     * once do not wait for each other. No SKU may stand among them twice.
     */
    async upsert(products: readonly NewProduct[], audit: readonly AuditEntry[]): Promise<void> {
      await pool.query(sql`
        WITH audited AS (${auditInsertion(audit)})
        INSERT INTO products (sku, name, description, price_minor, currency, active)
        SELECT * FROM unnest(
          ${products.map(({ sku }) => sku)}::citext[],
          ${products.map(({ name }) => name)}::text[],
          ${products.map(({ description }) => description)}::text[],
          ${products.map(({ priceMinor }) => priceMinor)}::bigint[],
          ${products.map(({ currency }) => currency)}::text[],
          ${products.map(({ active }) => active)}::boolean[]
        ) AS row (sku, name, description, price_minor, currency, active) ORDER BY sku
        ON CONFLICT (sku) DO UPDATE SET name = excluded.name, description = excluded.description,
          price_minor = excluded.price_minor, currency = excluded.currency,
          active = excluded.active, version = products.version + 1, updated_at = now()`);
    },

    /** Those that exist stay as they are. @returns how many were created. */
    async create(products: readonly NewProduct[]): Promise<number> {
      const data = [...products];
      const { count } = await prisma.product.createMany({ data, skipDuplicates: true });
      return count;
    },

    /**
     * Changes a product that still has the version, with the entry of the audit log.
     * @returns null, and nothing is changed, where it has not.
     */
    async update(
      sku: string,
      version: number,
      change: Pick<Prisma.ProductUpdateInput, 'name' | 'description' | 'priceMinor' | 'active'>,
      audit: AuditEntry | null,
    ): Promise<ProductRow | null> {
      return prisma.$transaction(async (transaction) => {
        const [row] = await transaction.product.updateManyAndReturn({
          where: { sku, version },
          data: { ...change, version: { increment: 1 }, updatedAt: new Date() },
        });
        if (row && audit) await transaction.auditOutbox.create({ data: { ...audit } });
        return row ?? null;
      });
    },
  };
}
