import type { Registry } from 'prom-client';
import { ChangeFollower } from '../../../platform/data-cache/change-follower';
import { DataCache, type DataCacheSettings } from '../../../platform/data-cache/data-cache';
import type { Database } from '../../../platform/database/pool';
import type { Redis } from '../../../platform/redis/redis';
import type { Logger } from '../../../platform/telemetry/logger';
import {
  type ProductRow,
  type ProductSummaryRow,
  selectProducts,
  selectSummaries,
} from './products';
import { selectWarehouses, type WarehouseRow } from './warehouses';

export interface CachingOptions {
  /** The Redis that processes share; null where there is none. */
  readonly redis: Redis | null;
  readonly settings: DataCacheSettings & { readonly checkMs: number };
  /** Whether rows may be cached at this moment; the settings say where. */
  readonly isOn: () => boolean;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** Rows by key, in any case: straight from the database, or through the cache. */
export interface RowSource {
  products(skus: readonly string[]): Promise<ProductRow[]>;
  /** The same without descriptions. */
  productSummaries(skus: readonly string[]): Promise<ProductSummaryRow[]>;
  warehouses(codes: readonly string[]): Promise<WarehouseRow[]>;
}

export interface CachedRows extends RowSource {
  /** Writes committed changes through, and never fails. */
  productsChanged(skus: readonly string[]): Promise<void>;
  warehousesChanged(codes: readonly string[]): Promise<void>;
}

type StoredSummary = Omit<ProductSummaryRow, 'priceMinor' | 'createdAt' | 'updatedAt'> & {
  readonly priceMinor: string;
  readonly createdAt: string;
  readonly updatedAt: string;
};

const encodeSummary = (row: ProductSummaryRow): StoredSummary => ({
  sku: row.sku,
  name: row.name,
  priceMinor: row.priceMinor.toString(),
  currency: row.currency,
  active: row.active,
  version: row.version,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

const decodeSummary = (stored: StoredSummary): ProductSummaryRow => ({
  ...stored,
  priceMinor: BigInt(stored.priceMinor),
  createdAt: new Date(stored.createdAt),
  updatedAt: new Date(stored.updatedAt),
});

type StoredProduct = StoredSummary & Pick<ProductRow, 'description'>;

const skuOf = ({ sku }: { readonly sku: string }) => sku;

function cachesOf(
  pool: Pick<Database, 'query'>,
  direct: RowSource,
  { settings, ...options }: CachingOptions,
) {
  const follower = new ChangeFollower({ database: pool, checkMs: () => settings.checkMs });
  const common = { ...options, settings, follower, database: pool };
  const products = new DataCache<ProductRow>({
    ...common,
    name: 'products',
    scope: 'products',
    select: selectProducts,
    direct: direct.products,
    keyOf: skuOf,
    encode: (row): StoredProduct => ({ ...encodeSummary(row), description: row.description }),
    decode: (stored) => {
      const { description, ...summary } = stored as StoredProduct;
      return { ...decodeSummary(summary), description };
    },
  });
  const summaries = new DataCache<ProductSummaryRow>({
    ...common,
    name: 'product-summaries',
    scope: 'products',
    select: selectSummaries,
    direct: direct.productSummaries,
    keyOf: skuOf,
    encode: encodeSummary,
    decode: (stored) => decodeSummary(stored as StoredSummary),
  });
  const warehouses = new DataCache<WarehouseRow>({
    ...common,
    name: 'warehouses',
    scope: 'warehouses',
    select: selectWarehouses,
    direct: direct.warehouses,
    keyOf: ({ code }) => code,
    encode: ({ code, name, country, active }) => ({ code, name, country, active }),
    decode: (stored) => stored as WarehouseRow,
  });
  return { products, summaries, warehouses, follower };
}

/** Rows of the catalogue and warehouses, which are read often and change rarely. */
export function cachedRows(
  pool: Pick<Database, 'query'>,
  direct: RowSource,
  options: CachingOptions,
): CachedRows {
  const { products, summaries, warehouses, follower } = cachesOf(pool, direct, options);
  const { logger } = options;
  /** Changes are noted whether or not anybody caches rows. */
  const prune = async (): Promise<void> => {
    try {
      await follower.prune();
    } catch (error) {
      logger.warn({ err: error }, 'old changes not deleted');
    }
  };
  return {
    products: (skus) => products.read(skus),
    productSummaries: (skus) => summaries.read(skus),
    warehouses: (codes) => warehouses.read(codes),
    productsChanged: async (skus) => {
      await products.refresh(skus);
      await summaries.refresh(skus);
      await prune();
    },
    warehousesChanged: async (codes) => {
      await warehouses.refresh(codes);
      await prune();
    },
  };
}
