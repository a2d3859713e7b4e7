import { registerEnumType } from 'type-graphql';
import { OrderStatus, PaymentStatus } from '../../../prisma/orders/generated/enums';

export { OrderStatus, PaymentStatus };

registerEnumType(OrderStatus, {
  name: 'OrderStatus',
  description: `\
PENDING → CONFIRMED (stock reserved, payment authorised) → PARTIALLY_SHIPPED → SHIPPED (captured) → DELIVERED.
PENDING → IN_REVIEW (fraud) → CONFIRMED or REJECTED. PENDING → REJECTED (no stock, declined, timed out).
PENDING, IN_REVIEW, CONFIRMED → CANCELLED. PARTIALLY_SHIPPED → SHIPPED also by cancelling the rest (staff).`,
});

registerEnumType(PaymentStatus, { name: 'PaymentStatus' });

export const OrderAction = {
  CANCEL: 'CANCEL',
  SHIP: 'SHIP',
  DELIVER: 'DELIVER',
  REFUND: 'REFUND',
  APPROVE: 'APPROVE',
  REJECT: 'REJECT',
  RETRY: 'RETRY',
  UNDO: 'UNDO',
} as const;
export type OrderAction = (typeof OrderAction)[keyof typeof OrderAction];
registerEnumType(OrderAction, { name: 'OrderAction' });

export const RefundStatus = {
  PENDING: 'PENDING',
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
} as const;
export type RefundStatus = (typeof RefundStatus)[keyof typeof RefundStatus];
registerEnumType(RefundStatus, { name: 'RefundStatus' });
