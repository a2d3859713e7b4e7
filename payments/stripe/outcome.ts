import type Stripe from 'stripe';
import { msPerSecond } from '../../platform/values/time';
import type { AuthorizeOutcome } from '../provider';

/** How long a buyer is given to authenticate: Stripe itself names no end. */
const actionLifetimeMs = 15 * 60_000;

const suspicious = new Set(['elevated', 'highest']);

/** The charge, where the answer carries it and not just its id. */
export function chargeOf(intent: Stripe.PaymentIntent): Stripe.Charge | null {
  const charge = intent.latest_charge;
  return charge === null || typeof charge === 'string' ? null : charge;
}

/** Whether the bank, or the buyer's bank, said no. */
export function isDeclined({ status, last_payment_error: error }: Stripe.PaymentIntent): boolean {
  return error !== null && (status === 'requires_payment_method' || status === 'canceled');
}

/**
 * What a PaymentIntent says of its authorization; null while it is not confirmed, and so holds
 * nothing and never will by itself. https://docs.stripe.com/payments/paymentintents/lifecycle
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
      // What was captured before the rest was cancelled had been authorised.
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
    fraudSignal: suspicious.has(charge?.outcome?.risk_level ?? ''),
  };
}

/** Without an address to send the buyer to, the bank takes time by itself. */
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
