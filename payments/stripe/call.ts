import type Stripe from 'stripe';
import { PaymentRefusedError, PaymentUnavailableError } from '../provider';
import { stripePackage } from './package';

/** The refusal of a key that another request has used. */
export const keyReused = 'idempotency_key_reused';
/** Objects in one answer of a list, the most that Stripe gives. */
export const pageSize = 100;

/** Errors from concurrent changes; the state must be read again. */
const transientErrors = new Set([
  'idempotency_key_in_use',
  'lock_timeout',
  'payment_intent_unexpected_state',
  'rate_limit',
  'charge_already_captured',
]);

/** Converts an error of Stripe to one of `PaymentProvider`; in doubt to PaymentUnavailableError. */
export function translated(error: unknown): Error {
  if (error instanceof PaymentRefusedError || error instanceof PaymentUnavailableError) {
    return error;
  }
  const { errors } = stripePackage();
  if (!(error instanceof errors.StripeError)) return unavailable('Stripe was not called', error);
  if (error instanceof errors.StripeIdempotencyError) {
    // Keys that are in use have this class too, with a different code.
    if (error.code !== undefined && transientErrors.has(error.code)) {
      return unavailable('Stripe is still processing the request', error);
    }
    return new PaymentRefusedError(keyReused, error.message);
  }
  if (error instanceof errors.StripeCardError) {
    return new PaymentRefusedError(error.decline_code ?? error.code ?? 'declined', error.message);
  }
  if (error instanceof errors.StripeInvalidRequestError && isFinal(error)) {
    return new PaymentRefusedError(error.code ?? 'invalid_request', error.message);
  }
  return unavailable(`Stripe responded with ${error.statusCode ?? 'nothing'}`, error);
}

const finalStatuses = new Set([400, 402, 404]);

function isFinal({ statusCode, code }: Stripe.errors.StripeError): boolean {
  return finalStatuses.has(statusCode ?? 0) && !transientErrors.has(code ?? '');
}

function unavailable(sentence: string, cause: unknown): PaymentUnavailableError {
  return new PaymentUnavailableError(sentence, { cause });
}

/**
 * Calls Stripe, and ends with the signal: the package supports a timeout but no signal.
 * @throws PaymentRefusedError or PaymentUnavailableError.
 */
export async function callStripe<Value>(
  call: () => Promise<Value>,
  signal: AbortSignal,
): Promise<Value> {
  if (signal.aborted) throw unavailable('The deadline has passed', signal.reason);
  const ended = new AbortController();
  const over = new Promise<never>((_, reject) => {
    const abort = () => reject(unavailable('Stripe did not respond in time', signal.reason));
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
