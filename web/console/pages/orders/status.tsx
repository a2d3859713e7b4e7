import type { OrderStatus, PaymentStatus, RefundStatus } from '../../generated/documents';
import type { Texts } from '../../texts/en';
import { useTexts } from '../../texts/texts';
import { Badge, type Tone } from '../../ui/badge';

export const orderStatuses: readonly OrderStatus[] = [
  'PENDING',
  'IN_REVIEW',
  'CONFIRMED',
  'PARTIALLY_SHIPPED',
  'SHIPPED',
  'DELIVERED',
  'REJECTED',
  'CANCELLED',
];

/** A badge for the states of one kind; the API may have more of them by now. */
const badgeOf =
  <Status extends string>(
    tones: Readonly<Record<Status, Tone>>,
    namesIn: (t: Texts) => Readonly<Record<Status, string>>,
  ) =>
  ({ status }: { readonly status: Status }) => (
    <Badge tone={tones[status] ?? 'neutral'}>{namesIn(useTexts())[status] ?? status}</Badge>
  );

const orderTones: Readonly<Record<OrderStatus, Tone>> = {
  PENDING: 'warn',
  IN_REVIEW: 'warn',
  CONFIRMED: 'accent',
  PARTIALLY_SHIPPED: 'accent',
  SHIPPED: 'good',
  DELIVERED: 'good',
  REJECTED: 'bad',
  CANCELLED: 'neutral',
};

const paymentTones: Readonly<Record<PaymentStatus, Tone>> = {
  NONE: 'neutral',
  PENDING: 'warn',
  ACTION_REQUIRED: 'warn',
  AUTHORIZED: 'accent',
  DECLINED: 'bad',
  PARTIALLY_CAPTURED: 'accent',
  CAPTURED: 'good',
  VOIDED: 'neutral',
  PARTIALLY_REFUNDED: 'neutral',
  REFUNDED: 'neutral',
};

const refundTones: Readonly<Record<RefundStatus, Tone>> = {
  PENDING: 'warn',
  SUCCEEDED: 'good',
  FAILED: 'bad',
};

export const OrderStatusBadge = badgeOf(orderTones, (t) => t.orderStatus);
export const PaymentStatusBadge = badgeOf(paymentTones, (t) => t.paymentStatus);
export const RefundStatusBadge = badgeOf(refundTones, (t) => t.refundStatus);
