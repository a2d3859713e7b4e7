import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import {
  badRequest,
  codeOf,
  type ErrorDisplay,
  faultSentence,
  type GatewayErrorCode,
  gatewayError,
  maskError,
  retryAfterSeconds,
  statusOf,
} from '../errors';
import type { GatewayMetrics } from '../metrics';
import { countedOutcome } from './deadline';

interface HttpHint {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Messages for errors of Fastify, whose own messages reveal internals. */
const sentences: Readonly<Record<number, string>> = {
  400: 'The request is not well formed.',
  408: 'The request took too long to arrive.',
  415: 'Send the body as application/json in UTF-8.',
  431: 'The headers are too large.',
};

function asGatewayError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  if (status === 413) return gatewayError('PAYLOAD_TOO_LARGE', 'The body is too large.');
  if (status >= 400 && status < 500) {
    return badRequest(sentences[status] ?? 'The request is not well formed.', status);
  }
  return gatewayError('INTERNAL_SERVER_ERROR', faultSentence);
}

/** Codes with which a body is rejected before it has arrived completely. */
const refusesBodies: ReadonlySet<GatewayErrorCode> = new Set([
  'PAYLOAD_TOO_LARGE',
  'RATE_LIMITED',
  'SERVICE_UNAVAILABLE',
]);

export interface RefusalOptions {
  readonly display: ErrorDisplay;
  readonly metrics: GatewayMetrics;
  readonly logger: Logger;
}

/** Answers requests that are rejected before GraphQL, in the GraphQL error format. */
export function refusals({ display, metrics, logger }: RefusalOptions) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const refused = asGatewayError(error);
    const code = codeOf(refused);
    if (code === 'INTERNAL_SERVER_ERROR') {
      logger.error({ err: error, requestId: request.id }, 'request failed');
    }
    metrics.refused(countedOutcome(request.exchange, code));
    request.exchange.outcome = code;
    const { mediaType } = request.exchange;
    const shown = maskError(refused.toJSON(), display);
    shown.extensions.requestId = request.id;
    const hint = (refused.extensions.http ?? {}) as HttpHint;
    const seconds = retryAfterSeconds([refused]);
    if (seconds !== null) reply.header('retry-after', String(seconds));
    if (code === 'UNAUTHENTICATED') reply.header('www-authenticate', 'Bearer');
    // Closed while the client is still sending, the connection would be reset, and the client would
    // not see the response: neither Fastify nor a client with `connection: close` has it closed now.
    // Node discards the rest within the request's arrival deadline.
    if (refusesBodies.has(code)) {
      reply.removeHeader('connection');
      reply.raw.shouldKeepAlive = true;
    }
    return reply
      .code(statusOf({ errors: [shown] }, mediaType, hint.status))
      .headers(hint.headers ?? {})
      .type(`${mediaType}; charset=utf-8`)
      .send(`${JSON.stringify({ errors: [shown] })}\n`);
  };
}
