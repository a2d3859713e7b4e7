import type { ReferenceResolver } from '../../platform/graphql/federated-schema';
import { isUuid } from '../../platform/values/uuid';
import type { InventoryContext } from './context';
import { productLoader } from './loaders';
import { seesWarehouses, visibleProduct } from './visibility';

/** Resolves federation entities by key, with the same permissions as operations. */
export const references: Record<string, ReferenceResolver<InventoryContext>> = {
  Product: async ({ sku }, { loaders, viewer }, info) =>
    visibleProduct(await productLoader(loaders, info).load(String(sku)), viewer),

  Warehouse: ({ code }, { loaders, viewer }) =>
    seesWarehouses(viewer) ? loaders.warehouseByCode.load(String(code)) : null,

  // The orders subgraph decides whether the order exists and who can see it. This one only adds its
  // allocations, which are visible to staff (operations/order.ts).
  Order: ({ id }) => (isUuid(String(id)) ? { id } : null),
};
