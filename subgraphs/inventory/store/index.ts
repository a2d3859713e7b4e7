import { auditOutbox } from '../../../platform/audit/outbox';
import type { Database } from '../../../platform/database/pool';
import { inventoryDatabase } from './database';
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

/** The store of inventory: one part per table, or per group of tables that change together. */
export function inventoryStore(pool: Database) {
  const database = inventoryDatabase(pool);
  return {
    products: productStore(database),
    productImports: productImportStore(database),
    stockLevels: stockLevelStore(database),
    stockMovements: stockMovementStore(database),
    stockAdjustments: stockAdjustmentStore(database),
    stockImports: stockImportStore(database),
    reorderPoints: reorderPointStore(database),
    reservations: reservationStore(database, batcherOf(pool)),
    shipping: shippingStore(database),
    warehouses: warehouseStore(database),
    integrity: integrityStore(database),
    auditOutbox: auditOutbox(pool),
    warmUp: () => database.prisma.$connect(),
    close: () => pool.end(),
  };
}
