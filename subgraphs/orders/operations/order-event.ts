import { Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import type { OrdersContext } from '../context';
import { publicActor } from '../domain/disclosure';
import { seesAsStaff, seesCustomers } from '../rules';
import { OrderEvent } from '../schema/order-event';
import { OrderStatus } from '../schema/order-status';
import type { EventOfOrder } from '../store/order-reads';

@Resolver(() => OrderEvent)
export class OrderEventOperation {
  @FieldResolver(() => ID)
  id(@Root() event: EventOfOrder): string {
    return `${event.orderId}.${event.seq}`;
  }

  @FieldResolver(() => OrderStatus, { nullable: true })
  from(@Root() event: EventOfOrder): OrderStatus | null {
    return event.fromStatus;
  }

  @FieldResolver(() => OrderStatus)
  to(@Root() event: EventOfOrder): OrderStatus {
    return event.toStatus;
  }

  @FieldResolver(() => String, {
    description:
      'Who: User:<id>, ApiKey:<id> or system for SUPPORT and ADMIN; customer, staff or system for others; WAREHOUSE sees which staff.',
  })
  actor(@Root() event: EventOfOrder, @Ctx() { viewer }: OrdersContext): string {
    if (seesCustomers(viewer)) return event.actor;
    const actor = publicActor(event);
    return seesAsStaff(viewer) && actor === 'staff' ? event.actor : actor;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Staff; null for others.' })
  note(@Root() event: EventOfOrder, @Ctx() { viewer }: OrdersContext): string | null {
    return seesAsStaff(viewer) ? event.note : null;
  }
}
