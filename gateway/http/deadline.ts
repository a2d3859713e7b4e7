import type { ServerResponse } from 'node:http';
import { gatewayError } from '../errors';

const timedOut = () => gatewayError('TIMEOUT', 'The answer took too long.');
const clientGone = () => gatewayError('TIMEOUT', 'The client has gone.');

/**
 * Ends reads and waiting when the time is up, or when the client goes away before its answer.
 * The reason of the signal is the error that a field then gets.
 */
export function answerDeadline(response: ServerResponse, deadlineMs: number): AbortSignal {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(timedOut()), deadlineMs);
  response.once('close', () => {
    clearTimeout(timer);
    if (!response.writableFinished) controller.abort(clientGone());
  });
  return controller.signal;
}

/** What `work` gives, unless the signal comes first. The work itself is not stopped by this. */
export function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  if (signal.aborted) {
    // Nobody waits for it any more, but its failure must not end the process.
    work.catch(() => undefined);
    return Promise.reject(signal.reason as Error);
  }
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    const unlisten = () => signal.removeEventListener('abort', onAbort);
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
