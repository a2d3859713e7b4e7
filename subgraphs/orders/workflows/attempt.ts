import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { PaymentRefusedError } from '../../../payments/provider';
import { isNotCalled } from '../../../platform/resilience/guarded-call';

const retriesMax = 8;
const firstPauseMs = 100;
const pauseMsMax = 1_000;

/** Somebody else wrote the order: whatever this run does any more is refused. */
export class NotOwnerError extends Error {
  override readonly name = 'NotOwnerError';
}

/**
 * Everything but a clear no may go better the next time, and is safe to repeat by its key. What a
 * breaker kept from being called is left for later: it would be kept from it again.
 */
const patiently = retry(
  handleWhen(
    (error) =>
      !(error instanceof PaymentRefusedError) &&
      !(error instanceof NotOwnerError) &&
      !isNotCalled(error),
  ),
  {
    maxAttempts: retriesMax,
    backoff: new ExponentialBackoff({ initialDelay: firstPauseMs, maxDelay: pauseMsMax }),
  },
);

/**
 * Calls again what fails, with growing pauses, at most eight times and until the signal ends.
 * @throws what the last attempt threw.
 */
export function attempt<Value>(call: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
  return patiently.execute(call, signal);
}
