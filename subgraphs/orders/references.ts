import { scopeAllows, userIdOf, type Viewer } from '../../platform/auth/viewer';
import type { ReferenceResolver } from '../../platform/graphql/federated-schema';
import { isUuid } from '../../platform/values/uuid';
import type { OrdersContext } from './context';
import { seesCustomers } from './rules';
import { visibleOrder } from './visibility';

/** Whether the viewer may list that account's orders: one's own, or anybody's for who may know. */
export function mayListOrdersOf(ownerId: string, viewer: Viewer): boolean {
  return viewer.kind === 'system' || userIdOf(viewer) === ownerId || seesCustomers(viewer);
}

/** Federation's side door: the gateway asks for entities by key, and the viewer counts here too. */
export const references: Record<string, ReferenceResolver<OrdersContext>> = {
  Order: async ({ id }, { loaders, viewer }) => {
    const orderId = String(id).toLowerCase();
    if (!isUuid(orderId) || !scopeAllows(viewer, 'ORDERS_READ')) return null;
    return visibleOrder(await loaders.orderById.load(orderId), viewer);
  },

  // Whether the account exists is for users to say; here it only carries `orders`.
  User: ({ id }, { viewer }) => {
    const userId = String(id).toLowerCase();
    return isUuid(userId) && mayListOrdersOf(userId, viewer) ? { id: userId } : null;
  },
};
