import type { OrderStatus, PaymentStatus, RefundStatus } from '../../generated/documents';
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

const tones: Readonly<Record<OrderStatus, Tone>> = {
  PENDING: 'warn',
  IN_REVIEW: 'warn',
  CONFIRMED: 'accent',
  PARTIALLY_SHIPPED: 'accent',
  SHIPPED: 'good',
  DELIVERED: 'good',
  REJECTED: 'bad',
  CANCELLED: 'neutral',
};

export function OrderStatusBadge({ status }: { readonly status: OrderStatus }) {
  const t = useTexts();
  return <Badge tone={tones[status] ?? 'neutral'}>{t.orderStatus[status] ?? status}</Badge>;
}

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

export function PaymentStatusBadge({ status }: { readonly status: PaymentStatus }) {
  const t = useTexts();
  return (
    <Badge tone={paymentTones[status] ?? 'neutral'}>{t.paymentStatus[status] ?? status}</Badge>
  );
}

const refundTones: Readonly<Record<RefundStatus, Tone>> = {
  PENDING: 'warn',
  SUCCEEDED: 'good',
  FAILED: 'bad',
};

export function RefundStatusBadge({ status }: { readonly status: RefundStatus }) {
  const t = useTexts();
  return <Badge tone={refundTones[status] ?? 'neutral'}>{t.refundStatus[status] ?? status}</Badge>;
}
