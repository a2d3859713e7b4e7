import type Stripe from 'stripe';
import type { OpenedDispute } from '../provider';

/** The dispute that an event announces; undefined for any other event, such as its later ones. */
export function openedDispute({ type, data }: Stripe.Event): OpenedDispute | undefined {
  if (type !== 'charge.dispute.created') return undefined;
  const { id, payment_intent: intent } = data.object as Stripe.Dispute;
  return { id, reference: typeof intent === 'string' ? intent : (intent?.id ?? null) };
}
