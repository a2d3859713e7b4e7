import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { orderPlaceholder } from '../../../config/schema/telemetry';
import { Money } from '../../../platform/graphql/money';
import { isUuid } from '../../../platform/values/uuid';
import type { OrdersContext } from '../context';
import { publicReason } from '../domain/disclosure';
import { type ActionableOrder, allowedActions, arrivesWith, refusedActions } from '../domain/order';
import { seesAsStaff, seesCustomers } from '../rules';
import { Order, OrderAttention } from '../schema/order';
import { OrderEffect } from '../schema/order-effect';
import { OrderEvent } from '../schema/order-event';
import { OrderLine } from '../schema/order-line';
import { OrderAction } from '../schema/order-status';
import { Payment } from '../schema/payment';
import { Refund } from '../schema/refund';
import { RefusedAction } from '../schema/refused-action';
import { RiskAssessment } from '../schema/risk';
import { Shipment } from '../schema/shipment';
import { ShippingAddress } from '../schema/shipping-address';
import { User } from '../schema/user-stub';
import type { LineOfOrder, OrderRow, ShipmentRow } from '../store/order-reads';
import { orderViewer, shownEvent, visibleOrder } from '../visibility';

/** Reads what an action depends on besides the order: its shipments and refunds. */
async function actionable(
  order: OrderRow,
  { loaders, viewer }: Pick<OrdersContext, 'loaders' | 'viewer'>,
): Promise<ActionableOrder> {
  const isPartial = order.status === 'PARTIALLY_SHIPPED';
  const hasMoney = order.capturedMinor > order.refundedMinor && seesCustomers(viewer);
  const [shipments, refunds] = await Promise.all([
    isPartial ? loaders.shipmentsByOrder.load(order) : [],
    hasMoney ? loaders.refundsByOrder.load(order) : [],
  ]);
  const openRefundsMinor = refunds
    .filter(({ isOpen }) => isOpen)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  return { ...order, isAllDelivered: arrivesWith(shipments, []), openRefundsMinor };
}

@Resolver()
export class OrderOperation {
  @Query(() => Order, {
    nullable: true,
    description:
      'One order by its id. Null if it does not exist or the caller may not see it. API keys need ORDERS_READ.',
  })
  async order(
    @Arg('id', () => ID, { description: 'Id of the order to read.' }) id: string,
    @Ctx() { loaders, viewer }: OrdersContext,
  ): Promise<OrderRow | null> {
    if (!isUuid(id)) return null;
    return visibleOrder(await loaders.orderById.load(id.toLowerCase()), viewer);
  }
}

@Resolver(() => Order)
export class OrderFields {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Why it was rejected or cancelled: out_of_stock, payment_declined, review, timed_out, cancelled_by_customer or cancelled_by_staff; staff also read details. Null otherwise.',
  })
  statusReason(@Root() order: OrderRow, @Ctx() { viewer }: OrdersContext): string | null {
    return seesAsStaff(viewer) ? order.statusReason : publicReason(order.statusReason);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description:
      'The account that placed the order. Visible to itself, SUPPORT and ADMIN; null for others, or once the personal data is erased.',
  })
  customer(@Root() order: OrderRow, @Ctx() { viewer }: OrdersContext): User | null {
    if (order.erasedAt !== null) return null;
    const isVisible = orderViewer(order, viewer).isOwner || seesCustomers(viewer);
    return isVisible ? { id: order.customerId } : null;
  }

  @FieldResolver(() => ShippingAddress, {
    description: 'Where the parcels are delivered, as given for this order.',
  })
  shippingAddress(
    @Root() order: OrderRow,
    @Ctx() { store }: OrdersContext,
  ): Promise<ShippingAddress> {
    return store.addresses.open(order);
  }

  @FieldResolver(() => [OrderLine], {
    description: 'The ordered products, in the order of the request.',
  })
  async lines(@Root() order: OrderRow, @Ctx() { loaders }: OrdersContext): Promise<LineOfOrder[]> {
    return (await loaders.linesByOrder.load(order)).map((line) => ({ ...line, order }));
  }

  @FieldResolver(() => Money, { description: 'Net price of all lines together.' })
  subtotal(@Root() order: OrderRow): Money {
    return new Money(order.subtotalMinor, order.currency);
  }

  @FieldResolver(() => Money, { description: 'Cost of shipping, before tax.' })
  shipping(@Root() order: OrderRow): Money {
    return new Money(order.shippingMinor, order.currency);
  }

  @FieldResolver(() => Money, { description: 'Tax on products and shipping together.' })
  tax(@Root() order: OrderRow): Money {
    return new Money(order.taxMinor, order.currency);
  }

  @FieldResolver(() => Money, {
    description: 'What the buyer pays: `subtotal` + `shipping` + `tax`.',
  })
  total(@Root() order: OrderRow): Money {
    return new Money(order.totalMinor, order.currency);
  }

  @FieldResolver(() => Payment, { description: 'The payment of the order.' })
  payment(@Root() order: OrderRow): OrderRow {
    return order;
  }

  @FieldResolver(() => [Shipment], { description: 'What was shipped so far, oldest first.' })
  shipments(@Root() order: OrderRow, @Ctx() { loaders }: OrdersContext): Promise<ShipmentRow[]> {
    return loaders.shipmentsByOrder.load(order);
  }

  @FieldResolver(() => [Refund], {
    description: 'Refunds of the order, oldest first, including failed ones.',
  })
  async refunds(@Root() order: OrderRow, @Ctx() { loaders }: OrdersContext): Promise<Refund[]> {
    const rows = await loaders.refundsByOrder.load(order);
    return rows.map(({ amountMinor, ...row }) => ({
      ...row,
      amount: new Money(amountMinor, order.currency),
    }));
  }

  @FieldResolver(() => [OrderEvent], { description: 'Every event of the order, oldest first.' })
  async timeline(
    @Root() order: OrderRow,
    @Ctx() { loaders, viewer }: OrdersContext,
  ): Promise<OrderEvent[]> {
    const events = await loaders.eventsByOrder.load(order);
    return events.map((event) => shownEvent(event, order.customerId, viewer));
  }

  @FieldResolver(() => [OrderEffect], {
    nullable: true,
    description:
      'The calls to inventory and the payment provider that it needs, oldest first. Staff only; null for others.',
  })
  async effects(
    @Root() order: OrderRow,
    @Ctx() { loaders, viewer }: OrdersContext,
  ): Promise<OrderEffect[] | null> {
    return seesAsStaff(viewer) ? loaders.effectsByOrder.load(order) : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'URL of a page with the traces of the order. Null without a configured viewer. Staff only; null for others.',
  })
  traceUrl(
    @Root() { id }: OrderRow,
    @Ctx() { configuration, viewer }: OrdersContext,
  ): string | null {
    if (!seesAsStaff(viewer)) return null;
    return configuration.telemetry.tracing.viewer?.replaceAll(orderPlaceholder, id) ?? null;
  }

  @FieldResolver(() => [OrderAction], { description: 'What the caller may do with the order now.' })
  async allowedActions(
    @Root() order: OrderRow,
    @Ctx() context: OrdersContext,
  ): Promise<OrderAction[]> {
    return allowedActions(await actionable(order, context), orderViewer(order, context.viewer));
  }

  @FieldResolver(() => [RefusedAction], {
    description: 'All other actions: what the caller may not do with the order now, and why.',
  })
  async refusedActions(
    @Root() order: OrderRow,
    @Ctx() context: OrdersContext,
  ): Promise<RefusedAction[]> {
    return refusedActions(await actionable(order, context), orderViewer(order, context.viewer));
  }

  @FieldResolver(() => OrderAttention, {
    nullable: true,
    description:
      'Why the order waits for a person; null while it does not. Staff only; null for others.',
  })
  attention(@Root() order: OrderRow, @Ctx() { viewer }: OrdersContext): OrderAttention | null {
    return seesAsStaff(viewer) ? order.attention : null;
  }

  @FieldResolver(() => RiskAssessment, {
    nullable: true,
    description:
      'How suspicious the order looked when it was placed; null if it was not assessed. SUPPORT and ADMIN; null for others.',
  })
  risk(@Root() order: OrderRow, @Ctx() { viewer }: OrdersContext): RiskAssessment | null {
    return seesCustomers(viewer) ? (order.risk?.assessment ?? null) : null;
  }
}
