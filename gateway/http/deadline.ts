import type { ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import { abortSource } from '../../platform/requests/when-aborted';
import { whenClosed } from '../../platform/requests/when-closed';
import { SharedTimer } from '../../platform/values/shared-timer';
import { gatewayError } from '../errors';
import { answerExpectedMs } from '../limits';
import type { Exchange } from './exchange';

const timedOut = () => gatewayError('TIMEOUT', 'The answer took too long.');

/** Nobody sees its code. */
class ClientGone extends GraphQLError {
  constructor() {
    super('The client disconnected.', { extensions: { code: 'TIMEOUT' } });
  }
}

/** The reason to end what a client waited for that has disconnected. */
export const clientGone = (): GraphQLError => new ClientGone();

/** Whether the client has disconnected before its answer. */
export const hasLeft = ({ reason }: AbortSignal): boolean => reason instanceof ClientGone;

/**
 * What a request is counted by that ended with this outcome. A client that leaves before its answer
 * is expected has reasons of its own, which is no error of ours; one that leaves later has waited for
 * too long.
 */
export function countedOutcome(
  { signal, startedAtMs }: Pick<Exchange, 'signal' | 'startedAtMs'>,
  outcome: string,
): string {
  const isEarly = performance.now() - startedAtMs < answerExpectedMs;
  return outcome === 'TIMEOUT' && isEarly && hasLeft(signal) ? 'CLIENT_GONE' : outcome;
}

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
