import type Stripe from 'stripe';
import {
  type AuthorizeOutcome,
  type AuthorizeRequest,
  type CaptureRequest,
  type PaymentCallback,
  type PaymentProvider,
  PaymentRefusedError,
  PaymentUnavailableError,
  type RefundRequest,
  type VoidRequest,
} from './provider';
import { stepAtStripe, toStripe } from './stripe/amount';
import { callStripe, keyReused } from './stripe/call';
import { openStripe, type StripeClientOptions } from './stripe/client';
import { openedDispute } from './stripe/dispute';
import {
  allowsPartialCaptures,
  capturable,
  isFor,
  keyField,
  markOf,
  sameAmount,
  tooMuch,
} from './stripe/intent';
import { isDeclined, outcomeOf } from './stripe/outcome';
import { failedRefundKey, failureOf, refundOnce } from './stripe/refunds';

/** Allowed clock skew of Stripe, and so the time in which a callback could be replayed. */
const toleranceSeconds = 300;
const expand = ['latest_charge'];

export interface StripeProviderOptions extends StripeClientOptions {
  webhookSecret: string;
  /** The URL to which buyers return from their bank. */
  returnUrl: string;
}

const isKeyReused = (error: unknown): error is PaymentRefusedError =>
  error instanceof PaymentRefusedError && error.code === keyReused;

/**
 * Whether a capture is the last may change between two attempts, while Stripe remembers the first
 * one for a day, if it was answered by a fault. The mark of a capture that was carried out is found
 * before.
 */
const changedSince = (cause: Error) =>
  new PaymentUnavailableError('Stripe has a stored answer for an earlier capture', { cause });

/**
 * Stripe as a payment provider: one PaymentIntent per order, with manual capture.
 *
 * Stripe forgets idempotency keys after a day, so they only protect against concurrent requests.
 * The PaymentIntent persists: its id is stored before it is confirmed, its state shows the
 * authorization, and its metadata the captures.
 */
export class StripeProvider implements PaymentProvider {
  readonly name = 'stripe';
  private readonly stripe: Stripe;

  constructor(private readonly options: StripeProviderOptions) {
    this.stripe = openStripe(options);
  }

  stepOf(currency: string): bigint {
    return stepAtStripe(currency);
  }

  async authorize(request: AuthorizeRequest, signal: AbortSignal): Promise<AuthorizeOutcome> {
    const { idempotencyKey, reference, amountMinor, currency } = request;
    const intent = reference
      ? await this.retrieve(reference, signal)
      : await this.create(idempotencyKey, { amountMinor, currency }, signal);
    if (!isFor(intent, request)) {
      throw new PaymentRefusedError(keyReused, 'The key belongs to another payment.');
    }
    if (intent.id !== reference) await request.keep?.(intent.id);
    return this.closeIfDeclined(
      outcomeOf(intent) ? intent : await this.confirm(intent, request, signal),
      signal,
    );
  }

  async capture(request: CaptureRequest, signal: AbortSignal): Promise<{ reference: string }> {
    const { idempotencyKey, amountMinor, currency } = request;
    const intent = await this.storedIntent(request, signal);
    const mark = markOf(idempotencyKey);
    const done = intent.metadata[mark];
    if (done !== undefined) return { reference: sameAmount(done, amountMinor, intent) };
    const amount = toStripe(amountMinor, currency);
    const left = capturable(intent);
    if (amount > left) throw tooMuch(intent);
    const isRest = amount === left;
    const params = {
      amount_to_capture: amount,
      metadata: { [mark]: String(amountMinor) },
      // A card without multicapture allows one capture, which releases the rest.
      ...(isRest || !allowsPartialCaptures(intent) ? {} : { final_capture: false }),
    };
    const captured = await callStripe(
      () => this.stripe.paymentIntents.capture(intent.id, params, { idempotencyKey }),
      signal,
    ).catch((error: unknown) => {
      throw isKeyReused(error) ? changedSince(error) : error;
    });
    return { reference: captured.id };
  }

  async void(request: VoidRequest, signal: AbortSignal): Promise<void> {
    const intent = await this.intentToVoid(request, signal);
    if (intent === null || intent.status === 'canceled') return;
    if (intent.status === 'succeeded') {
      // Stripe released the rest with the last capture.
      if (intent.amount_received < intent.amount) return;
      throw new PaymentRefusedError('already_captured', 'The payment has been captured in full.');
    }
    await this.cancel(intent.id, signal);
  }

  async refund(request: RefundRequest, signal: AbortSignal): Promise<{ reference: string }> {
    const intent = await this.storedIntent(request, signal);
    const refund = await refundOnce(this.stripe, intent, request, signal);
    return { reference: refund.id };
  }

  async refundFailure(reference: string, signal: AbortSignal): Promise<string | null> {
    return failureOf(await callStripe(() => this.stripe.refunds.retrieve(reference), signal));
  }

  async lookup(
    _idempotencyKey: string,
    signal: AbortSignal,
    reference?: string | null,
  ): Promise<AuthorizeOutcome | null> {
    return reference ? outcomeOf(await this.retrieve(reference, signal)) : null;
  }

  readCallback(headers: Record<string, string | undefined>, body: Buffer): PaymentCallback | null {
    const event = this.signedEvent(headers['stripe-signature'] ?? '', body);
    if (event === null) return null;
    const object = event.data.object as { object?: string };
    const intent = object.object === 'payment_intent' ? (object as Stripe.PaymentIntent) : null;
    // Events about other objects are acknowledged, so that Stripe does not send them again.
    return {
      idempotencyKey: intent?.metadata[keyField] ?? failedRefundKey(object) ?? event.id,
      outcome: (intent && outcomeOf(intent)) ?? { outcome: 'pending', reference: event.id },
      dispute: openedDispute(event),
    };
  }

  private signedEvent(signature: string, body: Buffer): Stripe.Event | null {
    try {
      const { webhookSecret } = this.options;
      return this.stripe.webhooks.constructEvent(body, signature, webhookSecret, toleranceSeconds);
    } catch {
      // The signature is invalid.
      return null;
    }
  }

  private create(
    idempotencyKey: string,
    { amountMinor, currency }: { amountMinor: bigint; currency: string },
    signal: AbortSignal,
  ): Promise<Stripe.PaymentIntent> {
    const params: Stripe.PaymentIntentCreateParams = {
      amount: toStripe(amountMinor, currency),
      currency: currency.toLowerCase(),
      capture_method: 'manual',
      allowed_payment_method_types: ['card'],
      payment_method_options: { card: { request_multicapture: 'if_available' } },
      metadata: { [keyField]: idempotencyKey },
    };
    return callStripe(async () => {
      const made = await this.stripe.paymentIntents.create(params, { idempotencyKey });
      // A repeated key returns the first response, so the current state is read.
      return this.stripe.paymentIntents.retrieve(made.id, { expand });
    }, signal);
  }

  private retrieve(id: string, signal: AbortSignal): Promise<Stripe.PaymentIntent> {
    return callStripe(() => this.stripe.paymentIntents.retrieve(id, { expand }), signal);
  }

  /** Confirms a PaymentIntent; its state prevents a second confirmation. */
  private async confirm(
    intent: Stripe.PaymentIntent,
    request: AuthorizeRequest,
    signal: AbortSignal,
  ): Promise<Stripe.PaymentIntent> {
    const { returnUrl = this.options.returnUrl } = request;
    try {
      const payment_method = await this.methodOf(request, signal);
      return await callStripe(
        () =>
          this.stripe.paymentIntents.confirm(intent.id, {
            payment_method,
            return_url: returnUrl,
            expand,
          }),
        signal,
      );
    } catch (error) {
      if (!(error instanceof PaymentRefusedError)) throw error;
      // A decline is visible in the PaymentIntent; otherwise the request was wrong.
      const now = await this.retrieve(intent.id, signal);
      if (outcomeOf(now) === null) throw error;
      return now;
    }
  }

  /** `pm_…` is a payment method; `tok_…` is a tokenised card, which is converted into one. */
  private async methodOf(
    { token, idempotencyKey }: AuthorizeRequest,
    signal: AbortSignal,
  ): Promise<string> {
    if (token.startsWith('pm_')) return token;
    if (!token.startsWith('tok_')) {
      throw new PaymentRefusedError('invalid_token', 'The token must begin with tok_ or pm_.');
    }
    const params = { type: 'card', card: { token } } as const;
    // A token can be used once; a repeated key returns the payment method made of it.
    const key = { idempotencyKey: `${idempotencyKey}-method` };
    return (await callStripe(() => this.stripe.paymentMethods.create(params, key), signal)).id;
  }

  /** Cancels a declined payment, so that it cannot be confirmed with another card later. */
  private async closeIfDeclined(
    intent: Stripe.PaymentIntent,
    signal: AbortSignal,
  ): Promise<AuthorizeOutcome> {
    const outcome = outcomeOf(intent);
    if (outcome === null) throw new PaymentUnavailableError('Stripe has not started the payment');
    if (isDeclined(intent) && intent.status !== 'canceled') await this.cancel(intent.id, signal);
    return outcome;
  }

  private async cancel(id: string, signal: AbortSignal): Promise<void> {
    await callStripe(() => this.stripe.paymentIntents.cancel(id), signal);
  }

  private storedIntent(
    { reference }: { reference?: string | null },
    signal: AbortSignal,
  ): Promise<Stripe.PaymentIntent> {
    if (!reference) throw new PaymentRefusedError('payment_unknown', 'No payment is stored.');
    return this.retrieve(reference, signal);
  }

  /**
   * The payment to void. Without a stored id nothing was confirmed. The same key creates or finds
   * the payment that a pending request would confirm, so that it can be cancelled first. Null if Stripe
   * would not create it, as one of less than its minimum: no request can confirm that either.
   */
  private async intentToVoid(
    { reference, authorizationKey, authorization }: VoidRequest,
    signal: AbortSignal,
  ): Promise<Stripe.PaymentIntent | null> {
    if (reference) return this.retrieve(reference, signal);
    if (!authorization) return null;
    try {
      return await this.create(authorizationKey, authorization, signal);
    } catch (error) {
      if (error instanceof PaymentRefusedError && error.code !== keyReused) return null;
      throw error;
    }
  }
}
