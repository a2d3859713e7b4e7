import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Money } from '../../../platform/graphql/money';
import type { OrdersContext } from '../context';
import { shownPaymentStatus } from '../domain/progress';
import { seesAsStaff } from '../rules';
import { PaymentStatus } from '../schema/order-status';
import { Payment, PaymentAction } from '../schema/payment';
import type { OrderRow } from '../store/order-reads';
import { orderViewer } from '../visibility';

/** The payment's columns are in the order's row, so the parent is the order. */
@Resolver(() => Payment)
export class PaymentFields {
  @FieldResolver(() => PaymentStatus, { description: 'Status of the payment at the provider.' })
  status(@Root() order: OrderRow): PaymentStatus {
    return shownPaymentStatus(order);
  }

  @FieldResolver(() => Money, { description: 'Amount to pay, the total of the order.' })
  amount(@Root() order: OrderRow): Money {
    return new Money(order.totalMinor, order.currency);
  }

  @FieldResolver(() => Money, {
    description: 'Amount captured so far, which grows with each shipment.',
  })
  captured(@Root() order: OrderRow): Money {
    return new Money(order.capturedMinor, order.currency);
  }

  @FieldResolver(() => Money, { description: 'Amount refunded so far, at most `captured`.' })
  refunded(@Root() order: OrderRow): Money {
    return new Money(order.refundedMinor, order.currency);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Brand of the card, e.g. visa. Null until the payment is authorised, where nothing is to be paid, and once the account is erased.',
  })
  brand(@Root() order: OrderRow): string | null {
    return order.paymentBrand;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Last four digits of the card. Null until the payment is authorised, where nothing is to be paid, and once the account is erased.',
  })
  last4(@Root() order: OrderRow): string | null {
    return order.paymentLast4;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "The provider's own id of the payment. Null before there is one, and a while after the account was erased. Staff only; null for others.",
  })
  reference(@Root() order: OrderRow, @Ctx() { viewer }: OrdersContext): string | null {
    return seesAsStaff(viewer) ? order.paymentReference : null;
  }

  @FieldResolver(() => PaymentAction, {
    nullable: true,
    description:
      'What the buyer has to do while the status is ACTION_REQUIRED; null otherwise. Owner only; null for others.',
  })
  nextAction(@Root() order: OrderRow, @Ctx() { viewer }: OrdersContext): PaymentAction | null {
    const isOpen = shownPaymentStatus(order) === 'ACTION_REQUIRED';
    if (!isOpen || !orderViewer(order, viewer).isOwner) return null;
    return order.paymentAction;
  }
}
