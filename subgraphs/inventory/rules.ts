import { withRole } from '../../access/rules';
import { asOfNow, everyone } from '../../platform/auth/rules';
import { stockReaders } from './visibility';

const readStock = withRole(stockReaders, 'INVENTORY_READ');
const stockWriters = withRole(['WAREHOUSE', 'ADMIN'], 'INVENTORY_WRITE');
const productWriters = withRole(['ADMIN'], 'INVENTORY_WRITE');
/** Checked against current rights, because stock and prices outlast the session. */
const adjustStock = asOfNow('stock writers now', stockWriters);
const writeProducts = asOfNow('product writers now', productWriters);
const warehouseManagers = asOfNow('warehouse managers now', withRole(['ADMIN']));
const staffPeople = withRole(['SUPPORT', 'WAREHOUSE', 'ADMIN']);

/**
 * The permissions of inventory. A test checks that every root field is listed. Permissions that
 * depend on the row (inactive products, allocations) are in `visibility.ts`; hidden rows look as if
 * they did not exist.
 */
export const rules = {
  Query: {
    product: everyone,
    products: everyone,
    warehouses: readStock,
    stockMovements: staffPeople,
    lowStock: staffPeople,
  },
  Mutation: {
    upsertProducts: writeProducts,
    updateProduct: writeProducts,
    adjustStock,
    recordStockCount: adjustStock,
    setReorderPoints: adjustStock,
    createWarehouse: warehouseManagers,
    updateWarehouse: warehouseManagers,
  },
  Product: {
    stock: readStock,
    reorderProposals: staffPeople,
  },
};
