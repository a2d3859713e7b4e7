import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Money } from '../../../platform/graphql/money';
import type { OrdersContext } from '../context';
import { seesAsStaff } from '../rules';
import { PaymentStatus } from '../schema/order-status';
import { Payment, PaymentAction } from '../schema/payment';
import type { OrderRow } from '../store/order-reads';
import { orderViewer } from '../visibility';

/** The payment's columns stand in the order's row, so the order itself is what is resolved here. */
@Resolver(() => Payment)
export class PaymentOperation {
  @FieldResolver(() => PaymentStatus)
  status(@Root() order: OrderRow): PaymentStatus {
    return order.paymentStatus;
  }

  @FieldResolver(() => Money)
  amount(@Root() order: OrderRow): Money {
    return new Money(order.totalMinor, order.currency);
  }

  @FieldResolver(() => Money)
  captured(@Root() order: OrderRow): Money {
    return new Money(order.capturedMinor, order.currency);
  }

  @FieldResolver(() => Money)
  refunded(@Root() order: OrderRow): Money {
    return new Money(order.refundedMinor, order.currency);
  }

  @FieldResolver(() => String, { nullable: true })
  brand(@Root() order: OrderRow): string | null {
    return order.paymentBrand;
  }

  @FieldResolver(() => String, { nullable: true })
  last4(@Root() order: OrderRow): string | null {
    return order.paymentLast4;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The provider's own id. Staff; null for others.",
  })
  reference(@Root() order: OrderRow, @Ctx() { viewer }: OrdersContext): string | null {
    return seesAsStaff(viewer) ? order.paymentReference : null;
  }

  @FieldResolver(() => PaymentAction, {
    nullable: true,
    description: 'What the buyer must do (3-D Secure) while status is ACTION_REQUIRED. Owner only.',
  })
  nextAction(@Root() order: OrderRow, @Ctx() { viewer }: OrdersContext): PaymentAction | null {
    const isOpen = order.paymentStatus === 'ACTION_REQUIRED';
    if (!isOpen || !orderViewer(order, viewer).isOwner) return null;
    return order.paymentAction as PaymentAction | null;
  }
}
