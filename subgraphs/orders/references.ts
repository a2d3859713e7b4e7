import { scopeAllows } from '../../access/roles';
import type { ReferenceResolver } from '../../platform/graphql/federated-schema';
import { userIdOf, type Viewer } from '../../platform/requests/viewer';
import { isUuid } from '../../platform/values/uuid';
import type { OrdersContext } from './context';
import { seesCustomers } from './rules';
import { visibleOrder } from './visibility';

/** Whether the viewer may list the account's orders: their own, or any for staff who may see customers. */
export function mayListOrdersOf(ownerId: string, viewer: Viewer): boolean {
  return viewer.kind === 'system' || userIdOf(viewer) === ownerId || seesCustomers(viewer);
}

/** Reference resolvers: the gateway fetches entities by key, and permissions apply here too. */
export const references: Record<string, ReferenceResolver<OrdersContext>> = {
  Order: async ({ id }, { loaders, viewer }) => {
    const orderId = String(id).toLowerCase();
    if (!isUuid(orderId) || !scopeAllows(viewer, 'ORDERS_READ')) return null;
    return visibleOrder(await loaders.orderById.load(orderId), viewer);
  },

  // Inventory checks whether the product exists and is visible; here it only provides fields.
  Product: (product) => product,

  // Users checks whether the account exists; here it only provides `orders`.
  User: ({ id }, { viewer }) => {
    const userId = String(id).toLowerCase();
    return isUuid(userId) && mayListOrdersOf(userId, viewer) ? { id: userId } : null;
  },
};
