import type { ReferenceResolver } from '../../platform/graphql/federated-schema';
import { isSelected } from '../../platform/graphql/is-selected';
import { isUuid } from '../../platform/values/uuid';
import type { InventoryContext } from './context';
import type { ProductSummaryRow } from './store/products';
import { seesWarehouses, visibleProduct } from './visibility';

/** Resolves federation entities by key, with the same permissions as operations. */
export const references: Record<string, ReferenceResolver<InventoryContext>> = {
  // An order of a thousand lines would read 15 MB of descriptions that nobody selected.
  Product: async ({ sku }, { loaders, viewer }, info) => {
    const { productBySku, productSummaryBySku } = loaders;
    const loader = isSelected(info, ['description']) ? productBySku : productSummaryBySku;
    return visibleProduct<ProductSummaryRow>(await loader.load(String(sku)), viewer);
  },

  Warehouse: ({ code }, { loaders, viewer }) =>
    seesWarehouses(viewer) ? loaders.warehouseByCode.load(String(code)) : null,

  // The orders subgraph decides whether the order exists and who can see it. This one only adds its
  // allocations, which are visible to staff (operations/order.ts).
  Order: ({ id }) => (isUuid(String(id)) ? { id } : null),
};
