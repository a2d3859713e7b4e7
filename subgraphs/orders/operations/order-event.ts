import { Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import type { OrdersContext } from '../context';
import { publicActor } from '../domain/disclosure';
import { seesAsStaff, seesCustomers } from '../rules';
import { OrderEvent } from '../schema/order-event';
import { OrderStatus } from '../schema/order-status';
import type { EventOfOrder } from '../store/order-reads';

@Resolver(() => OrderEvent)
export class OrderEventFields {
  @FieldResolver(() => ID, {
    description: 'Id of the event. It never changes.',
  })
  id(@Root() event: EventOfOrder): string {
    return `${event.orderId}.${event.seq}`;
  }

  @FieldResolver(() => OrderStatus, {
    nullable: true,
    description: 'Status before the event. Null for `order.placed`, which is the first event.',
  })
  from(@Root() event: EventOfOrder): OrderStatus | null {
    return event.fromStatus;
  }

  @FieldResolver(() => OrderStatus, {
    description: 'Status after the event, which may be the same as before.',
  })
  to(@Root() event: EventOfOrder): OrderStatus {
    return event.toStatus;
  }

  @FieldResolver(() => String, {
    description:
      'Who acted: `customer`, `staff` or `system`. SUPPORT and ADMIN see `User:<id>` or `ApiKey:<id>` instead, WAREHOUSE only of staff.',
  })
  actor(@Root() event: EventOfOrder, @Ctx() { viewer }: OrdersContext): string {
    if (seesCustomers(viewer)) return event.actor;
    const actor = publicActor(event);
    return seesAsStaff(viewer) && actor === 'staff' ? event.actor : actor;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Note or reason given with the event; null if none. Staff only; null for others.',
  })
  note(@Root() event: EventOfOrder, @Ctx() { viewer }: OrdersContext): string | null {
    return seesAsStaff(viewer) ? event.note : null;
  }
}
