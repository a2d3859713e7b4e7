import type { OutgoingHttpHeaders } from 'node:http';
import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import { print } from 'graphql-sse';
import { type ErrorDisplay, gatewayError, maskError } from '../errors';
import type { LiveFraming } from '../http/media-types';

/** A formatted GraphQL response. */
export interface Result {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** How the messages of a subscription are written. */
export interface Framing {
  readonly headers: OutgoingHttpHeaders;
  /** Sent before everything else. */
  readonly opening: string;
  /** Sent during silence. */
  readonly heartbeat: string;
  /** Sent last; the client does not subscribe again. */
  readonly completion: string;
  message(result: Result): string;
  /** Sent last by a gateway that stops, without `completion`: the client subscribes again. */
  reconnection(pauseMs: number, requestId: string, display: ErrorDisplay): string;
}

/** Nginx must not buffer, and proxies that compress would hold messages back. */
const unbuffered = {
  'cache-control': 'private, no-store, no-transform',
  'x-accel-buffering': 'no',
};

/** The distinct connections mode of graphql-sse. */
const events: Framing = {
  headers: { 'content-type': 'text/event-stream; charset=utf-8', ...unbuffered },
  opening: '',
  heartbeat: ':\n\n',
  completion: print({ event: 'complete', data: null }),
  // graphql-sse's type expects unformatted errors.
  message: (result) => print({ event: 'next', data: result as ExecutionResult }),
  reconnection: (pauseMs) => `retry: ${pauseMs}\n\n`,
};

const delimiter = '\r\n--graphql';

/** Ends with the next delimiter, because clients parse a part only when they see it. */
const part = (body: object) =>
  `\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(body)}${delimiter}`;

const closing = '--\r\n';

/**
 * The protocol of Apollo Router and @apollo/client: parts of `{payload}`, `{}` as a heartbeat. Errors
 * beside `payload: null` concern the connection, not the operation.
 * https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol
 */
const multipart: Framing = {
  headers: {
    'content-type': 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
    ...unbuffered,
  },
  opening: delimiter,
  heartbeat: part({}),
  completion: closing,
  message: (result) => part({ payload: result }),
  reconnection: (_pauseMs, requestId, display) => {
    const message = 'This gateway is stopping. Subscribe again.';
    const error = maskError(gatewayError('SERVICE_UNAVAILABLE', message).toJSON(), display);
    error.extensions.requestId = requestId;
    return part({ payload: null, errors: [error] }) + closing;
  },
};

export const framings: Readonly<Record<LiveFraming, Framing>> = { events, multipart };
