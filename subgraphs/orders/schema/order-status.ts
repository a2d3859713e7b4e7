import { registerEnumType } from 'type-graphql';
import { OrderStatus, PaymentStatus } from '../../../prisma/orders/generated/enums';

export { OrderStatus, PaymentStatus };

registerEnumType(OrderStatus, {
  name: 'OrderStatus',
  description:
    'Status of an order: PENDING → CONFIRMED → PARTIALLY_SHIPPED → SHIPPED → DELIVERED, or an end as REJECTED or CANCELLED.',
  valuesConfig: {
    PENDING: {
      description:
        'Placed. Stock is being reserved and the payment authorised. CONFIRMED, IN_REVIEW, REJECTED or CANCELLED follows.',
    },
    IN_REVIEW: {
      description:
        'Suspected fraud, to be reviewed by staff; stock and payment are held. CONFIRMED, REJECTED or CANCELLED follows.',
    },
    CONFIRMED: {
      description:
        'Stock is reserved and the payment authorised. The order waits to be shipped and can still be cancelled.',
    },
    PARTIALLY_SHIPPED: {
      description:
        'Some units are shipped. The rest is shipped later or cancelled by SUPPORT or ADMIN.',
    },
    SHIPPED: {
      description:
        'Everything is shipped, apart from units that were cancelled. The payment is captured.',
    },
    DELIVERED: { description: 'All shipments have arrived. This status is final.' },
    REJECTED: {
      description:
        'Refused: out of stock, payment declined, review failed or timed out. This status is final.',
    },
    CANCELLED: {
      description:
        'Cancelled before the first shipment; stock is released and the payment voided. This status is final.',
    },
  },
});

registerEnumType(PaymentStatus, {
  name: 'PaymentStatus',
  description: 'Status of a payment at the payment provider.',
  valuesConfig: {
    NONE: { description: 'The provider has not answered about the payment yet.' },
    PENDING: { description: 'The provider is still deciding about the authorisation.' },
    ACTION_REQUIRED: {
      description: 'The buyer has to act first, e.g. by 3-D Secure; see `nextAction`.',
    },
    AUTHORIZED: { description: 'The total is authorised; nothing is captured yet.' },
    DECLINED: { description: 'The provider declined the payment; nothing is charged.' },
    PARTIALLY_CAPTURED: {
      description: 'A part of the total is captured, for the units that were shipped.',
    },
    CAPTURED: { description: 'The whole total is captured.' },
    VOIDED: { description: 'The authorisation is released; nothing was captured.' },
    PARTIALLY_REFUNDED: { description: 'A part of the captured amount is refunded.' },
    REFUNDED: { description: 'The whole captured amount is refunded.' },
  },
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
registerEnumType(OrderAction, {
  name: 'OrderAction',
  description: 'Something that can be done with an order.',
  valuesConfig: {
    CANCEL: {
      description: 'Cancel the order, or the part of it that is not shipped, with `cancelOrder`.',
    },
    SHIP: { description: 'Ship all or some of the units with `shipOrder`.' },
    DELIVER: { description: 'Record the arrival of shipments with `deliverOrder`.' },
    REFUND: { description: 'Refund captured money with `refundOrder`.' },
    APPROVE: { description: 'Approve an order in review with `reviewOrder`.' },
    REJECT: { description: 'Reject an order in review with `reviewOrder`.' },
    RETRY: { description: 'Run the failed step again with `resolveOrder`.' },
    UNDO: { description: 'Undo the failed step or the order with `resolveOrder`.' },
  },
});

export const RefundStatus = {
  PENDING: 'PENDING',
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
} as const;
export type RefundStatus = (typeof RefundStatus)[keyof typeof RefundStatus];
registerEnumType(RefundStatus, {
  name: 'RefundStatus',
  description: 'Status of a refund at the payment provider.',
  valuesConfig: {
    PENDING: { description: 'Requested, and tried until the provider answers.' },
    SUCCEEDED: { description: 'The provider has refunded the amount.' },
    FAILED: {
      description: 'The provider refused the refund for good. The amount can be refunded again.',
    },
  },
});
