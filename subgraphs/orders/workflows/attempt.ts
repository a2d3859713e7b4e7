import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { PaymentRefusedError } from '../../../payments/provider';
import { isNotCalled } from '../../../platform/graphql/guarded-call';

const retriesMax = 8;
const firstPauseMs = 100;
const pauseMsMax = 1_000;

/** Another process changed the order, so all further writes of this run are rejected. */
export class NotOwnerError extends Error {
  override readonly name = 'NotOwnerError';
}

/** Inventory refuses the request for good: the same one is refused again. */
export class StockRefusedError extends Error {
  override readonly name = 'StockRefusedError';

  /** The reason that people read. */
  get code(): string {
    return this.message;
  }
}

/** Whether the other service has refused it for good, so that it certainly had no effect. */
export const isRefusal = (error: unknown): error is PaymentRefusedError | StockRefusedError =>
  error instanceof PaymentRefusedError || error instanceof StockRefusedError;

/**
 * Retry everything except an explicit refusal; keys make repeats safe. Calls blocked by an open
 * breaker are left for later.
 */
const retryPolicy = retry(
  handleWhen(
    (error) => !isRefusal(error) && !(error instanceof NotOwnerError) && !isNotCalled(error),
  ),
  {
    maxAttempts: retriesMax,
    backoff: new ExponentialBackoff({ initialDelay: firstPauseMs, maxDelay: pauseMsMax }),
  },
);

/**
 * Retries with growing pauses, at most eight times and until the signal is aborted.
 * @throws the error of the last attempt.
 */
export function attempt<Value>(call: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
  return retryPolicy.execute(call, signal);
}
