import type { ServerResponse } from 'node:http';
import { abortSource, whenAborted } from '../../platform/requests/when-aborted';
import { whenClosed } from '../../platform/requests/when-closed';
import { SharedTimer } from '../../platform/values/shared-timer';
import { gatewayError } from '../errors';

const timedOut = () => gatewayError('TIMEOUT', 'The answer took too long.');
const clientGone = () => gatewayError('TIMEOUT', 'The client disconnected.');

const deadlines = new SharedTimer();

/**
 * Aborts reads and waits at the deadline, or when the client disconnects before its response. The
 * signal's reason is the error of the fields.
 */
export function answerDeadline(response: ServerResponse, deadlineMs: number): AbortSignal {
  const { signal, abort } = abortSource();
  const cancel = deadlines.add(deadlineMs, () => abort(timedOut()));
  whenClosed(response, () => {
    cancel();
    if (!response.writableFinished) abort(clientGone());
  });
  return signal;
}

/** Resolves as `work`, unless the signal is aborted first. It does not stop the work. */
export function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  if (signal.aborted) {
    // Nobody waits for it, but its rejection must not crash the process.
    work.catch(() => undefined);
    return Promise.reject(signal.reason as Error);
  }
  return new Promise((resolve, reject) => {
    const unlisten = whenAborted(signal, () => reject(signal.reason as Error));
    work.then(
      (value) => {
        unlisten();
        resolve(value);
      },
      (error: unknown) => {
        unlisten();
        reject(error as Error);
      },
    );
  });
}
