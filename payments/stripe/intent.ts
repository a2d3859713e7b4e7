import { createHash } from 'node:crypto';
import type Stripe from 'stripe';
import { type AuthorizeRequest, PaymentRefusedError } from '../provider';
import { toStripe } from './amount';
import { chargeOf } from './outcome';

/** The metadata field with the key, for Stripe's dashboard and for callbacks. */
export const keyField = 'authorization_key';

export function isFor(intent: Stripe.PaymentIntent, request: AuthorizeRequest): boolean {
  return (
    intent.amount === toStripe(request.amountMinor, request.currency) &&
    intent.currency === request.currency.toLowerCase() &&
    intent.metadata[keyField] === request.idempotencyKey
  );
}

/** The metadata key of a capture; metadata keys have at most 40 characters. */
export function markOf(idempotencyKey: string): string {
  const characters = 24;
  return `capture_${createHash('sha256').update(idempotencyKey).digest('hex').slice(0, characters)}`;
}

export function sameAmount(
  done: string,
  amountMinor: bigint,
  { id }: Stripe.PaymentIntent,
): string {
  if (done === String(amountMinor)) return id;
  throw new PaymentRefusedError('idempotency_key_reused', 'The key belongs to another capture.');
}

/** The amount that can be captured, in Stripe's minor units. */
export function capturable({ status, amount_capturable: left }: Stripe.PaymentIntent): number {
  return status === 'requires_capture' ? left : 0;
}

export function allowsPartialCaptures(intent: Stripe.PaymentIntent): boolean {
  const card = chargeOf(intent)?.payment_method_details?.card;
  return card?.multicapture?.status === 'available';
}

/** The refusal of a capture: too late, too much, or the second of a card that allows only one. */
export function tooMuch(intent: Stripe.PaymentIntent): PaymentRefusedError {
  if (intent.status === 'canceled') {
    return new PaymentRefusedError('authorization_voided', 'The authorization has ended.');
  }
  const isGone = intent.status === 'succeeded' && !allowsPartialCaptures(intent);
  return isGone && intent.amount_received < intent.amount
    ? new PaymentRefusedError('multicapture_unavailable', 'This card allows one capture only.')
    : new PaymentRefusedError('capture_exceeds_authorization', 'Less than that is authorised.');
}
