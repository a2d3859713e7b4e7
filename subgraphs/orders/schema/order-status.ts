import { describeEnum } from '../../../platform/graphql/describe-enum';
import { OrderStatus, PaymentStatus } from '../../../prisma/orders/generated/enums';

export { OrderStatus, PaymentStatus };

describeEnum(
  OrderStatus,
  'OrderStatus',
  'Status of an order: PENDING → CONFIRMED → PARTIALLY_SHIPPED → SHIPPED → DELIVERED, or an end as REJECTED or CANCELLED.',
  {
    PENDING:
      'Placed. Stock is being reserved and the payment authorised. CONFIRMED, IN_REVIEW, REJECTED or CANCELLED follows.',
    IN_REVIEW:
      'Suspected fraud, to be reviewed by staff; stock and payment are held. CONFIRMED, REJECTED or CANCELLED follows.',
    CONFIRMED:
      'Stock is reserved and the payment authorised. The order waits to be shipped and can still be cancelled.',
    PARTIALLY_SHIPPED:
      'Some units are shipped. The rest is shipped later or cancelled by SUPPORT or ADMIN.',
    SHIPPED:
      'Everything is shipped, apart from units that were cancelled. The payment is captured.',
    DELIVERED: 'All shipments have arrived. This status is final.',
    REJECTED:
      'Refused: out of stock, payment declined, review failed or timed out. This status is final.',
    CANCELLED:
      'Cancelled before the first shipment; stock is released and the payment voided. This status is final.',
  },
);

describeEnum(PaymentStatus, 'PaymentStatus', 'Status of a payment at the payment provider.', {
  NONE: 'The provider has not answered about the payment yet.',
  PENDING: 'The provider is still deciding about the authorisation.',
  ACTION_REQUIRED: 'The buyer has to act first, e.g. by 3-D Secure; see `nextAction`.',
  AUTHORIZED: 'The total is authorised; nothing is captured yet.',
  DECLINED: 'The provider declined the payment; nothing is charged.',
  PARTIALLY_CAPTURED: 'A part of the total is captured, for the units that were shipped.',
  CAPTURED: 'The whole total is captured.',
  VOIDED: 'The authorisation is released; nothing was captured.',
  PARTIALLY_REFUNDED: 'A part of the captured amount is refunded.',
  REFUNDED: 'The whole captured amount is refunded.',
});

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
describeEnum(OrderAction, 'OrderAction', 'Something that can be done with an order.', {
  CANCEL: 'Cancel the order, or the part of it that is not shipped, with `cancelOrder`.',
  SHIP: 'Ship all or some of the units with `shipOrder`.',
  DELIVER: 'Record the arrival of shipments with `deliverOrder`.',
  REFUND: 'Refund captured money with `refundOrder`.',
  APPROVE: 'Approve an order in review with `reviewOrder`.',
  REJECT: 'Reject an order in review with `reviewOrder`.',
  RETRY: 'Run the failed step again with `resolveOrder`.',
  UNDO: 'Undo the failed step or the order with `resolveOrder`.',
});

export const RefundStatus = {
  PENDING: 'PENDING',
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
} as const;
export type RefundStatus = (typeof RefundStatus)[keyof typeof RefundStatus];
describeEnum(RefundStatus, 'RefundStatus', 'Status of a refund at the payment provider.', {
  PENDING: 'Requested, and tried until the provider answers.',
  SUCCEEDED: 'The provider has refunded the amount.',
  FAILED: 'The provider refused the refund for good. The amount can be refunded again.',
});
