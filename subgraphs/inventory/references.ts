import type { ReferenceResolver } from '../../platform/graphql/federated-schema';
import { isUuid } from '../../platform/values/uuid';
import type { InventoryContext } from './context';
import { productLoader } from './loaders';
import { seesWarehouses, visibleProduct } from './visibility';

/** Resolves federation entities by key, with the same permissions as operations. */
export const references: Record<string, ReferenceResolver<InventoryContext>> = {
  // `reorderProposals` needs the demand, which orders knows and the gateway hands over.
  Product: async ({ sku, leadTimeDemand }, { loaders, viewer }, info) => {
    const product = visibleProduct(await productLoader(loaders, info).load(String(sku)), viewer);
    return product && { ...product, leadTimeDemand };
  },

  Warehouse: ({ code }, { loaders, viewer }) =>
    seesWarehouses(viewer) ? loaders.warehouseByCode.load(String(code)) : null,

  // The orders subgraph decides whether the order exists and who can see it. This one only adds its
  // allocations, which are visible to staff (operations/order.ts), and the products of its lines.
  Order: ({ id }) => (isUuid(String(id)) ? { id } : null),
  OrderLine: ({ id, sku }) => ({ id, sku: String(sku) }),
};
