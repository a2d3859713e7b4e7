import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Money } from '../../../platform/graphql/money';
import { isUuid } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import { publicReason } from '../domain/disclosure';
import { allowedActions } from '../domain/order';
import { seesAsStaff, seesCustomers } from '../rules';
import { Order, OrderAttention } from '../schema/order';
import { OrderEvent } from '../schema/order-event';
import { OrderLine } from '../schema/order-line';
import { OrderAction } from '../schema/order-status';
import { Payment } from '../schema/payment';
import { Refund } from '../schema/refund';
import { Shipment } from '../schema/shipment';
import { User } from '../schema/user-stub';
import type { EventOfOrder, LineOfOrder, OrderRow, ShipmentRow } from '../store/order-reads';
import { orderViewer, visibleOrder } from '../visibility';

@Resolver(() => Order)
export class OrderOperation {
  @Query(() => Order, {
    nullable: true,
    description: 'One order; null where there is none, or none that the viewer may see.',
  })
  async order(
    @Arg('id', () => ID) id: string,
    @Ctx() { loaders, viewer }: OrdersContext,
  ): Promise<OrderRow | null> {
    if (!isUuid(id)) return null;
    return visibleOrder(await loaders.orderById.load(id.toLowerCase()), viewer);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: `\
Why it was rejected or cancelled: out_of_stock, payment_declined, review, timed_out,
cancelled_by_customer or cancelled_by_staff; for staff followed by what was said.`,
  })
  statusReason(@Root() order: OrderRow, @Ctx() { viewer }: OrdersContext): string | null {
    return seesAsStaff(viewer) ? order.statusReason : publicReason(order.statusReason);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description:
      'Null where the viewer may see the order but not its customer, or the customer was erased.',
  })
  customer(@Root() order: OrderRow, @Ctx() { viewer }: OrdersContext): User | null {
    if (order.erasedAt !== null) return null;
    const isVisible = orderViewer(order, viewer).isOwner || seesCustomers(viewer);
    return isVisible ? { id: order.customerId } : null;
  }

  @FieldResolver(() => [OrderLine])
  async lines(@Root() order: OrderRow, @Ctx() { loaders }: OrdersContext): Promise<LineOfOrder[]> {
    return (await loaders.linesByOrder.load(order)).map((line) => ({ ...line, order }));
  }

  @FieldResolver(() => Money, { description: 'All lines, net.' })
  subtotal(@Root() order: OrderRow): Money {
    return new Money(order.subtotalMinor, order.currency);
  }

  @FieldResolver(() => Money)
  shipping(@Root() order: OrderRow): Money {
    return new Money(order.shippingMinor, order.currency);
  }

  @FieldResolver(() => Money)
  tax(@Root() order: OrderRow): Money {
    return new Money(order.taxMinor, order.currency);
  }

  @FieldResolver(() => Money, { description: 'subtotal + shipping + tax.' })
  total(@Root() order: OrderRow): Money {
    return new Money(order.totalMinor, order.currency);
  }

  @FieldResolver(() => Payment)
  payment(@Root() order: OrderRow): OrderRow {
    return order;
  }

  @FieldResolver(() => [Shipment])
  shipments(@Root() order: OrderRow, @Ctx() { loaders }: OrdersContext): Promise<ShipmentRow[]> {
    return loaders.shipmentsByOrder.load(order);
  }

  @FieldResolver(() => [Refund], { description: 'Oldest first.' })
  async refunds(@Root() order: OrderRow, @Ctx() { loaders }: OrdersContext): Promise<Refund[]> {
    const rows = await loaders.refundsByOrder.load(order);
    return rows.map(({ amountMinor, ...row }) => ({
      ...row,
      amount: new Money(amountMinor, order.currency),
    }));
  }

  @FieldResolver(() => [OrderEvent], { description: 'Every step of its life, oldest first.' })
  async timeline(
    @Root() order: OrderRow,
    @Ctx() { loaders }: OrdersContext,
  ): Promise<EventOfOrder[]> {
    return (await loaders.eventsByOrder.load(order)).map((event) => ({ ...event, order }));
  }

  @FieldResolver(() => [OrderAction], { description: 'What the viewer may do with it now.' })
  allowedActions(@Root() order: OrderRow, @Ctx() { viewer }: OrdersContext): OrderAction[] {
    return allowedActions(order, orderViewer(order, viewer));
  }

  @FieldResolver(() => OrderAttention, {
    nullable: true,
    description: 'Set while the order waits for a person. Staff; null for others.',
  })
  attention(@Root() order: OrderRow, @Ctx() { viewer }: OrdersContext): OrderAttention | null {
    return seesAsStaff(viewer) ? (order.attention as OrderAttention | null) : null;
  }
}
