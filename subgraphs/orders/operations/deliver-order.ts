import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { staffEntry } from '../../../access/staff-entry';
import { NotFoundError, versionConflict } from '../../../platform/graphql/errors';
import { actorOf } from '../../../platform/requests/viewer';
import type { OrdersContext } from '../context';
import { arrivesWith, next, orderCan } from '../domain/order';
import { DeliverOrderResult } from '../schema/deliver-order.result';
import { ExpectedVersion } from '../schema/expected-version';
import { OrderStateError } from '../schema/order-state-error';
import type { JournalRow } from '../store/journal-row';
import type { ShipmentRow } from '../store/order-reads';
import { changeWithRetries, orderToChange } from '../workflows/changing';

@Resolver()
export class DeliverOrderOperation {
  @Mutation(() => DeliverOrderResult, {
    nullable: true,
    description:
      'Records that shipments arrived. The order is DELIVERED once everything is shipped and delivered. WAREHOUSE and ADMIN only.',
  })
  async deliverOrder(
    @Arg('id', () => ID, { description: 'Id of the order that was delivered.' }) id: string,
    @Arg('shipmentId', () => ID, {
      nullable: true,
      description:
        'Id of the shipment that arrived. Null means all shipments of the order so far; send `expectedVersion` with it to repeat the call safely.',
    })
    shipmentId: string | null = null,
    @ExpectedVersion() expectedVersion: number | null = null,
    @Ctx() context: OrdersContext,
  ): Promise<DeliverOrderResult> {
    return changeWithRetries(context, async () => {
      const order = await orderToChange(id, context);
      if (order === null) return new NotFoundError('order');
      const shipments = await context.store.reads.shipments([order.id]);
      const named = shipments.filter(
        (one) => shipmentId === null || one.id === shipmentId.toLowerCase(),
      );
      if (shipmentId !== null && named.length === 0) return new NotFoundError('shipment');
      const arriving = named.filter(({ deliveredAt }) => deliveredAt === null);
      // All shipments may have arrived before the rest was cancelled; then only the status is outdated.
      const isBehind =
        next(order.status, 'deliverAll') !== null && arrivesWith(shipments, arriving);
      // An imported order has no shipments.
      const wasShipped = named.length > 0 || order.status === 'DELIVERED';
      if (wasShipped && arriving.length === 0 && !isBehind) return order;
      const conflict = versionConflict(order, expectedVersion);
      if (conflict !== null) return conflict;
      if (!orderCan.deliver(order)) return new OrderStateError(order.status);
      return deliver(order, shipments, arriving, context);
    });
  }
}

/** Null if the order was changed since it was read. */
function deliver(
  order: JournalRow,
  all: readonly ShipmentRow[],
  arriving: readonly ShipmentRow[],
  { store, viewer }: OrdersContext,
): Promise<JournalRow | null> {
  const status = (arrivesWith(all, arriving) && next(order.status, 'deliverAll')) || order.status;
  const shipments = arriving.map(({ id }) => id);
  const type = status === 'DELIVERED' ? 'order.delivered' : 'order.shipment_delivered';
  const change = {
    order,
    set: { status },
    leaseSeconds: 0,
    event: { type, actor: actorOf(viewer) },
    audit: staffEntry(viewer, 'order.deliver', `Order:${order.id}`, { status, shipments }),
  };
  return store.shipments.deliver(change, shipments);
}
