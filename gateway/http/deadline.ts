import type { ServerResponse } from 'node:http';
import { whenAborted } from '../../platform/requests/when-aborted';
import { whenLate } from '../../platform/values/when-late';
import { gatewayError } from '../errors';

const timedOut = () => gatewayError('TIMEOUT', 'The answer took too long.');
const clientGone = () => gatewayError('TIMEOUT', 'The client disconnected.');

/**
 * Aborts reads and waits at the deadline, or when the client disconnects before its response. The
 * signal's reason is the error of the fields.
 */
export function answerDeadline(response: ServerResponse, deadlineMs: number): AbortSignal {
  const controller = new AbortController();
  const cancel = whenLate(deadlineMs, () => controller.abort(timedOut()));
  response.once('close', () => {
    cancel();
    if (!response.writableFinished) controller.abort(clientGone());
  });
  return controller.signal;
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
