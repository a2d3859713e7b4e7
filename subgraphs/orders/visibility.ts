import { hasRole, scopeAllows } from '../../access/roles';
import { userIdOf, type Viewer } from '../../platform/requests/viewer';
import type {
  OrderEvent as OrderEventRow,
  Order as OrderRow,
} from '../../prisma/orders/generated/client';
import { publicActor } from './domain/disclosure';
import type { OrderViewer } from './domain/order';
import { seesAsStaff, seesCustomers } from './rules';
import type { OrderEvent } from './schema/order-event';

type Owned = Pick<OrderRow, 'customerId'>;

/** The viewer's relation to an order. */
export function orderViewer(order: Owned, viewer: Viewer): OrderViewer {
  return {
    isOwner: userIdOf(viewer) === order.customerId,
    // The scopes of keys cover their owner's orders only, whatever the owner's roles.
    roles: viewer.kind === 'user' ? viewer.roles : [],
    isReader: !scopeAllows(viewer, 'ORDERS_WRITE'),
  };
}

/** The order, or null if the viewer may not see it. */
export function visibleOrder<Row extends Owned>(order: Row | null, viewer: Viewer): Row | null {
  if (order === null) return null;
  if (viewer.kind === 'system' || userIdOf(viewer) === order.customerId) return order;
  const isStaffMember = hasRole(viewer, 'SUPPORT', 'WAREHOUSE', 'ADMIN');
  return viewer.kind === 'user' && isStaffMember ? order : null;
}

/** Bulk actions are visible to the person who started them, and to ADMIN. */
export function visibleBulkAction<Row extends { readonly userId: string }>(
  row: Row | null,
  viewer: Viewer,
): Row | null {
  if (row === null || viewer.kind !== 'user') return null;
  return row.userId === viewer.userId || hasRole(viewer, 'ADMIN') ? row : null;
}

function shownActor(actor: string, customerId: string, viewer: Viewer): string {
  if (seesCustomers(viewer)) return actor;
  const shown = publicActor(actor, customerId);
  return seesAsStaff(viewer) && shown === 'staff' ? actor : shown;
}

/** An event as a viewer of the order may see it. */
export function shownEvent(event: OrderEventRow, customerId: string, viewer: Viewer): OrderEvent {
  const { orderId, seq, at, type, fromStatus, toStatus, actor, note } = event;
  return {
    id: `${orderId}.${seq}`,
    at,
    type,
    from: fromStatus,
    to: toStatus,
    actor: shownActor(actor, customerId, viewer),
    note: seesAsStaff(viewer) ? note : null,
  };
}
