import { whenAborted } from '../../requests/when-aborted';
import { withDeadline } from '../../resilience/deadline';
import { readinessAnswerMs } from '../limits';
import { readinessIn } from '../readiness-answer';
import type { ConnectionPool, WaitingCall } from '../wire/connection-pool';
import { requestWriter } from '../wire/request';

const question = { path: '/ready', body: '{}', viewer: undefined, traceparent: undefined };

/**
 * Whether an instance reports that it is ready.
 * @throws Error if it gives no answer in time.
 */
export function askReadiness(pool: ConnectionPool, service: string): Promise<boolean> {
  const request = requestWriter(service)(question, question.body.length);
  return withDeadline(
    readinessAnswerMs,
    (signal) =>
      new Promise((resolve, reject) => {
        const call: WaitingCall = {
          request,
          signal,
          onSent: () => undefined,
          onHead: () => undefined,
          onAnswer: (status, text) => resolve(readinessIn(status, text)),
          onNotConnected: reject,
          onFailure: reject,
        };
        whenAborted(signal, () => {
          pool.abort(call, signal.reason);
          reject(signal.reason);
        });
        pool.dispatch(call);
      }),
  );
}
