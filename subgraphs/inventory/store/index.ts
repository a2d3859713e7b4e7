import { auditOutbox } from '../../../platform/audit/outbox';
import type { Database } from '../../../platform/database/pool';
import { type CachingOptions, cachedRows, type RowSource } from './cached-rows';
import { type InventoryDatabase, inventoryDatabase } from './database';
import { integrityStore } from './integrity';
import { productImportStore } from './product-imports';
import { productStore } from './products';
import { reorderPointStore } from './reorder-points';
import { batcherOf, reservationStore } from './reservations';
import { shippingStore } from './shipping';
import { stockAdjustmentStore } from './stock-adjustments';
import { stockImportStore } from './stock-imports';
import { stockLevelStore } from './stock-levels';
import { stockMovementStore } from './stock-movements';
import { warehouseStore } from './warehouses';

export type InventoryStore = ReturnType<typeof inventoryStore>;

/** Rows by key from the database. */
function directRows(database: InventoryDatabase): RowSource {
  const products = productStore(database, unnoticed);
  return {
    products: products.bySku,
    productSummaries: products.summariesBySku,
    warehouses: warehouseStore(database, unnoticed).byCode,
  };
}

const unnoticed = async (): Promise<void> => undefined;

/**
 * The store of inventory: one part per table, or per group of tables that change together.
 * @param caching if left out, every row is read from the database.
 */
export function inventoryStore(pool: Database, caching?: CachingOptions) {
  const database = inventoryDatabase(pool);
  const direct = directRows(database);
  const cached = caching && cachedRows(pool, direct, caching);
  return {
    /** Rows from the database. */
    direct,
    /** Rows that may come from a cache, as they were at most `cache.data.checkMs` ago. */
    cached: cached ?? direct,
    products: productStore(database, cached?.productsChanged ?? unnoticed),
    productImports: productImportStore(database, cached?.productsChanged ?? unnoticed),
    stockLevels: stockLevelStore(database),
    stockMovements: stockMovementStore(database),
    stockAdjustments: stockAdjustmentStore(database),
    stockImports: stockImportStore(database),
    reorderPoints: reorderPointStore(database),
    reservations: reservationStore(database, batcherOf(pool)),
    shipping: shippingStore(database),
    warehouses: warehouseStore(database, cached?.warehousesChanged ?? unnoticed),
    integrity: integrityStore(database),
    auditOutbox: auditOutbox(pool),
    warmUp: () => database.prisma.$connect(),
    close: () => pool.end(),
  };
}
