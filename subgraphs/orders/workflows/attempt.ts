import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { PaymentRefusedError } from '../../../payments/provider';

const retriesMax = 8;
const firstPauseMs = 100;
const pauseMsMax = 1_000;

/** Everything but a clear no may go better the next time, and is safe to repeat by its key. */
const patiently = retry(
  handleWhen((error) => !(error instanceof PaymentRefusedError)),
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
