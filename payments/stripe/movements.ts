import { setTimeout as delay } from 'node:timers/promises';
import type Stripe from 'stripe';
import { msPerSecond } from '../../platform/values/time';
import type { PaymentMovement } from '../movement';
import { PaymentUnavailableError } from '../provider';
import { fromStripe } from './amount';
import { callStripe, pageSize } from './call';
import { keyField } from './intent';
import { chargeOf } from './outcome';
import { failureOf } from './refunds';

const firstPauseMs = 500;
const retriesMax = 4;

/** Reads one page after the given object, newest first. */
type ReadPage<Item> = (after: string | undefined) => Promise<Stripe.ApiList<Item>>;

async function readPage<Item>(
  read: ReadPage<Item>,
  after: string | undefined,
  signal: AbortSignal,
): Promise<Stripe.ApiList<Item>> {
  for (let tried = 0; ; tried += 1) {
    try {
      return await callStripe(() => read(after), signal);
    } catch (error) {
      if (!(error instanceof PaymentUnavailableError) || tried >= retriesMax) throw error;
      await delay(firstPauseMs * 2 ** tried, undefined, { signal });
    }
  }
}

async function* itemsOf<Item extends { readonly id: string }>(
  read: ReadPage<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item> {
  let after: string | undefined;
  for (;;) {
    const page: Stripe.ApiList<Item> = await readPage(read, after, signal);
    yield* page.data;
    if (!page.has_more) return;
    after = page.data.at(-1)?.id;
    if (after === undefined) throw new PaymentUnavailableError('Stripe sent an empty page');
  }
}

/** What a PaymentIntent did to the money of its buyer, except for refunds. */
function* movementsOf(intent: Stripe.PaymentIntent): Generator<PaymentMovement> {
  const idempotencyKey = intent.metadata[keyField];
  const charge = chargeOf(intent);
  // Payments of other programs in the same account have no key of ours.
  if (idempotencyKey === undefined || !charge?.paid) return;
  const currency = intent.currency.toUpperCase();
  const payment = { idempotencyKey, currency, reference: intent.id };
  const authorized = fromStripe(charge.amount, currency);
  const captured = fromStripe(intent.amount_received, currency);
  yield { ...payment, kind: 'authorization', amountMinor: authorized };
  if (captured > 0n) yield { ...payment, kind: 'capture', amountMinor: captured };
  const isOver = intent.status === 'canceled' || intent.status === 'succeeded';
  if (!isOver || captured >= authorized) return;
  yield { ...payment, kind: 'void', amountMinor: authorized - captured };
}

/**
 * A refund always returns captured money, also one that a person made in the dashboard: since
 * version 2025-03-31 of Stripe's API, releasing an authorization makes none.
 */
function refundOf(refund: Stripe.Refund): PaymentMovement | null {
  const { payment_intent: intent, amount } = refund;
  if (intent === null || typeof intent === 'string') return null;
  const idempotencyKey = intent.metadata[keyField];
  if (idempotencyKey === undefined || failureOf(refund) !== null) return null;
  const currency = refund.currency.toUpperCase();
  const amountMinor = fromStripe(amount, currency);
  return { idempotencyKey, kind: 'refund', amountMinor, currency, reference: intent.id };
}

/**
 * The movements of money of every payment that this shop has begun since then, in any order.
 * Stripe's search finds a payment up to a minute late, so they are listed.
 * @throws PaymentUnavailableError if the list is not complete.
 */
export async function* stripeMovements(
  stripe: Stripe,
  since: Date | null,
  signal: AbortSignal,
): AsyncGenerator<PaymentMovement> {
  const created = since && { created: { gte: Math.floor(since.getTime() / msPerSecond) } };
  const pageAfter = (after: string | undefined) => ({
    limit: pageSize,
    ...(after !== undefined && { starting_after: after }),
    ...created,
  });
  const intents = itemsOf<Stripe.PaymentIntent>(
    (after) => stripe.paymentIntents.list({ ...pageAfter(after), expand: ['data.latest_charge'] }),
    signal,
  );
  for await (const intent of intents) yield* movementsOf(intent);
  const refunds = itemsOf<Stripe.Refund>(
    (after) => stripe.refunds.list({ ...pageAfter(after), expand: ['data.payment_intent'] }),
    signal,
  );
  for await (const refund of refunds) {
    const movement = refundOf(refund);
    if (movement) yield movement;
  }
}
