import Stripe from 'stripe';
import { PaymentRefusedError, PaymentUnavailableError } from '../provider';

/** The state changed under the request, or somebody else is at it: reading it again tells. */
const transientErrors = new Set([
  'idempotency_key_in_use',
  'lock_timeout',
  'payment_intent_unexpected_state',
  'rate_limit',
  'charge_already_captured',
]);

/** What Stripe answers, in the words of `PaymentProvider`; in doubt it is unavailable. */
export function translated(error: unknown): Error {
  if (error instanceof PaymentRefusedError || error instanceof PaymentUnavailableError) {
    return error;
  }
  const { errors } = Stripe;
  if (!(error instanceof errors.StripeError)) return unavailable('Stripe was not asked', error);
  if (error instanceof errors.StripeIdempotencyError) {
    // Keys in use come as this class too, with a code of their own.
    if (error.code !== undefined && transientErrors.has(error.code)) {
      return unavailable('Stripe is still at it', error);
    }
    return new PaymentRefusedError('idempotency_key_reused', error.message);
  }
  if (error instanceof errors.StripeCardError) {
    return new PaymentRefusedError(error.decline_code ?? error.code ?? 'declined', error.message);
  }
  if (error instanceof errors.StripeInvalidRequestError && isFinal(error)) {
    return new PaymentRefusedError(error.code ?? 'invalid_request', error.message);
  }
  return unavailable(`Stripe answered ${error.statusCode ?? 'nothing'}`, error);
}

const finalStatuses = new Set([400, 402, 404]);

function isFinal({ statusCode, code }: Stripe.errors.StripeError): boolean {
  return finalStatuses.has(statusCode ?? 0) && !transientErrors.has(code ?? '');
}

function unavailable(sentence: string, cause: unknown): PaymentUnavailableError {
  return new PaymentUnavailableError(sentence, { cause });
}

/**
 * Asks Stripe, and ends with the signal: the package takes a time limit, but no signal.
 * @throws PaymentRefusedError or PaymentUnavailableError.
 */
export async function callStripe<Value>(
  call: () => Promise<Value>,
  signal: AbortSignal,
): Promise<Value> {
  if (signal.aborted) throw unavailable('The time is over', signal.reason);
  const ended = new AbortController();
  const over = new Promise<never>((_, reject) => {
    const abort = () => reject(unavailable('Stripe did not answer in time', signal.reason));
    signal.addEventListener('abort', abort, { once: true, signal: ended.signal });
  });
  try {
    return await Promise.race([call(), over]);
  } catch (error) {
    throw translated(error);
  } finally {
    ended.abort();
  }
}
