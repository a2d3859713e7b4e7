import type { Viewer } from '../../../platform/auth/viewer';
import type { OrderEvent as OrderEventRow } from '../../../prisma/orders/generated/client';
import { publicActor } from '../domain/disclosure';
import { seesAsStaff, seesCustomers } from '../rules';
import type { OrderEvent } from '../schema/order-event';

function shownActor(actor: string, customerId: string, viewer: Viewer): string {
  if (seesCustomers(viewer)) return actor;
  const shown = publicActor({ actor, order: { customerId } });
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
