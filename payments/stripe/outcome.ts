import type Stripe from 'stripe';
import { msPerSecond } from '../../platform/values/time';
import type { AuthorizeOutcome } from '../provider';

/** Deadline for the buyer's authentication; Stripe itself has none. */
const actionLifetimeMs = 15 * 60_000;

const suspicious = new Set(['elevated', 'highest']);

/** The charge, if it was expanded in the response. */
export function chargeOf(intent: Stripe.PaymentIntent): Stripe.Charge | null {
  const charge = intent.latest_charge;
  return charge === null || typeof charge === 'string' ? null : charge;
}

/** Whether the payment was declined. */
export function isDeclined({ status, last_payment_error: error }: Stripe.PaymentIntent): boolean {
  return error !== null && (status === 'requires_payment_method' || status === 'canceled');
}

/**
 * The outcome of a PaymentIntent; null while it is not confirmed, and so holds no money.
 * https://docs.stripe.com/payments/paymentintents/lifecycle
 */
export function outcomeOf(intent: Stripe.PaymentIntent): AuthorizeOutcome | null {
  const { status, last_payment_error: error, id: reference } = intent;
  if (isDeclined(intent)) {
    return { outcome: 'declined', declineCode: error?.decline_code ?? error?.code ?? 'declined' };
  }
  switch (status) {
    case 'requires_capture':
    case 'succeeded':
      return authorized(intent);
    case 'processing':
      return { outcome: 'pending', reference };
    case 'requires_action':
      return actionRequired(intent);
    case 'canceled':
      // A partial capture before the cancellation means that it was authorised.
      return intent.amount_received > 0 ? authorized(intent) : { outcome: 'voided' };
    default:
      return null;
  }
}

function authorized(intent: Stripe.PaymentIntent): AuthorizeOutcome {
  const charge = chargeOf(intent);
  const card = charge?.payment_method_details?.card;
  return {
    outcome: 'authorized',
    reference: intent.id,
    brand: card?.brand ?? 'unknown',
    last4: card?.last4 ?? '',
    fingerprint: card?.fingerprint ?? null,
    fraudSignal: suspicious.has(charge?.outcome?.risk_level ?? ''),
  };
}

/**
 * The outcome of a payment that the bank wants confirmed. If there is no redirect URL, the bank
 * decides later.
 */
function actionRequired(intent: Stripe.PaymentIntent): AuthorizeOutcome {
  const redirectUrl = intent.next_action?.redirect_to_url?.url;
  if (!redirectUrl) return { outcome: 'pending', reference: intent.id };
  return {
    outcome: 'action_required',
    reference: intent.id,
    redirectUrl,
    clientSecret: intent.client_secret,
    expiresAt: new Date(intent.created * msPerSecond + actionLifetimeMs),
  };
}
