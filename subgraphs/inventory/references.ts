import type { ReferenceResolver } from '../../platform/graphql/federated-schema';
import { isUuid } from '../../platform/values/uuid';
import type { InventoryContext } from './context';
import { seesWarehouses, visibleProduct } from './visibility';

/** Federation's side door: the gateway asks for entities by key, and the viewer counts here too. */
export const references: Record<string, ReferenceResolver<InventoryContext>> = {
  Product: async ({ sku }, { loaders, viewer }) =>
    visibleProduct(await loaders.productBySku.load(String(sku)), viewer),

  Warehouse: ({ code }, { loaders, viewer }) =>
    seesWarehouses(viewer) ? loaders.warehouseByCode.load(String(code)) : null,

  // Whether there is such an order, and for whom, is decided where it lives. Nothing is told here
  // but its allocations, and those to staff alone (operations/order.ts).
  Order: ({ id }) => (isUuid(String(id)) ? { id } : null),
};
