import { asOfNow, everyone, withRole } from '../../platform/auth/rules';
import { stockReaders } from './visibility';

const readStock = withRole(stockReaders, 'INVENTORY_READ');
const stockWriters = withRole(['WAREHOUSE', 'ADMIN'], 'INVENTORY_WRITE');
const productWriters = withRole(['ADMIN'], 'INVENTORY_WRITE');
/** Stock and prices outlast the session that wrote them. */
const adjustStock = asOfNow('stock writers now', stockWriters);
const writeProducts = asOfNow('product writers now', productWriters);
const staffPeople = withRole(['SUPPORT', 'WAREHOUSE', 'ADMIN']);

/**
 * Who may do what in inventory. Every root field is named here; a test sees to it. What depends on
 * the row (an inactive product, an order's allocations) is decided in `visibility.ts` and looks
 * like "not there".
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
  },
  Product: {
    stock: readStock,
  },
};
