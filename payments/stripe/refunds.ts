import type Stripe from 'stripe';
import { PaymentRefusedError, type RefundRequest } from '../provider';
import { toStripe } from './amount';
import { callStripe, keyReused, pageSize } from './call';

/** The most that the package reads of all pages. */
const refundsMax = 10_000;
/** The metadata field with the key of the request. */
const refundKeyField = 'refund_key';

/**
 * Why a refund has failed, so that Stripe gave the money back to the shop; null if it has not. Stripe
 * may say so days after it answered `pending` or `succeeded`.
 * https://docs.stripe.com/refunds#failed-refunds
 */
export function failureOf({ status, failure_reason: reason }: Stripe.Refund): string | null {
  return status === 'failed' || status === 'canceled' ? (reason ?? `refund_${status}`) : null;
}

/** The key of a refund that has failed; undefined for anything else. */
export function failedRefundKey(object: { readonly object?: string }): string | undefined {
  if (object.object !== 'refund') return undefined;
  const refund = object as Stripe.Refund;
  return failureOf(refund) === null ? undefined : refund.metadata?.[refundKeyField];
}

/**
 * Refunds once for a key, also after Stripe has forgotten it. A refund that failed moved no money, so
 * another one is made, under a key of Stripe of its own: the first key would return the first answer.
 */
export async function refundOnce(
  { refunds }: Stripe,
  intent: Stripe.PaymentIntent,
  { idempotencyKey, amountMinor, currency }: RefundRequest,
  signal: AbortSignal,
): Promise<Stripe.Refund> {
  const amount = toStripe(amountMinor, currency);
  const made = await callStripe(
    () =>
      refunds
        .list({ payment_intent: intent.id, limit: pageSize })
        .autoPagingToArray({ limit: refundsMax }),
    signal,
  );
  const same = made.filter(({ metadata }) => metadata?.[refundKeyField] === idempotencyKey);
  const good = same.find((refund) => failureOf(refund) === null);
  if (good?.amount === amount) return good;
  if (good) {
    throw new PaymentRefusedError(keyReused, 'The key belongs to another refund.');
  }
  const failures = same.length;
  const refund = await callStripe(
    () =>
      refunds.create(
        { payment_intent: intent.id, amount, metadata: { [refundKeyField]: idempotencyKey } },
        { idempotencyKey: failures === 0 ? idempotencyKey : `${idempotencyKey}-again-${failures}` },
      ),
    signal,
  );
  const failure = failureOf(refund);
  if (failure !== null) throw new PaymentRefusedError(failure, 'The refund failed.');
  return refund;
}
