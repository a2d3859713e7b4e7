import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { keyIdOf, type Viewer } from '../../platform/requests/viewer';
import { whenClosed } from '../../platform/requests/when-closed';
import {
  endSpan,
  type OpenSpan,
  openRequestSpan,
  readTraceparent,
  type Span,
} from '../../platform/telemetry/tracing';
import { assertNever } from '../../platform/values/assert-never';
import type { Exchange } from './exchange';

/** The viewer in the log: ids, no names. */
function callerOf(viewer: Viewer): string {
  const keyId = keyIdOf(viewer);
  if (keyId !== null) return `apiKey:${keyId}`;
  switch (viewer.kind) {
    case 'anonymous':
    case 'system':
    case 'apiKey':
      return viewer.kind;
    case 'user':
      return `user:${viewer.userId}`;
    default:
      return assertNever(viewer);
  }
}

/** A log line per request: operation, viewer, cost and outcome. */
function line(exchange: Exchange, status: number): object {
  const { cost, operation, outcome, requestId, startedAtMs, textSource, viewer, span, headers } =
    exchange;
  const traceId = span?.spanContext().traceId ?? readTraceparent(headers.traceparent)?.traceId;
  return {
    requestId,
    traceId,
    operation: operation?.name ?? null,
    type: operation?.type ?? null,
    caller: callerOf(viewer),
    cost: cost?.requested ?? null,
    text: textSource,
    outcome,
    status,
    durationMs: Math.round(performance.now() - startedAtMs),
  };
}

function describe(span: Span, exchange: Exchange, status: number): void {
  const { cost, operation, outcome, textSource, viewer } = exchange;
  if (operation !== null) {
    const { type, name } = operation;
    span.updateName(name === null ? type : `${type} ${name}`);
    span.setAttribute('graphql.operation.type', type);
    if (name !== null) span.setAttribute('graphql.operation.name', name);
  }
  span.setAttributes({
    'app.viewer.kind': viewer.kind,
    'app.operation.text': textSource,
    'app.outcome': outcome ?? 'none',
    'http.response.status_code': status,
  });
  if (cost !== null) span.setAttribute('app.operation.cost', cost.requested);
}

/** Begins the span of a request, which is kept in the exchange; null if tracing is off. */
export function beginSpan(exchange: Exchange, method: string): OpenSpan | null {
  const opened = openRequestSpan('graphql', exchange.headers.traceparent, {
    'http.request.method': method,
    'app.request.id': exchange.requestId,
  });
  if (opened !== null) exchange.span = opened.span;
  return opened;
}

/** `traceresponse` of a span. */
export function traceresponseOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-0${traceFlags}`;
}

function finishSpan(exchange: Exchange, status: number): void {
  const { span } = exchange;
  if (span === null) return;
  describe(span, exchange, status);
  endSpan(span);
}

/**
 * Ends the span of a request, and writes its log line, once its response is closed. Call when its
 * answer is there: the response of a client that has left by then is closed already.
 */
export function logWhenClosed(response: ServerResponse, exchange: Exchange, logger: Logger): void {
  whenClosed(response, () => {
    const { statusCode, writableFinished } = response;
    finishSpan(exchange, statusCode);
    logger.info(line(exchange, statusCode), writableFinished ? 'answered' : 'connection lost');
  });
}

/**
 * Gives every request of a route a span, if tracing is on, and a log line. One that is answered past
 * Fastify's `reply.send` calls `logWhenClosed` itself.
 */
export function observeRequests(app: FastifyInstance, logger: Logger): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { exchange, method } = request;
    // A request that was begun already runs within its span.
    const opened = exchange.span === null ? beginSpan(exchange, method) : null;
    const { span } = exchange;
    if (span !== null) reply.header('traceresponse', traceresponseOf(span));
    return opened === null ? done() : opened.run(done);
  });

  app.addHook('onSend', ({ exchange, method }, { raw }, _payload, done) => {
    if (method === 'OPTIONS') finishSpan(exchange, raw.statusCode);
    else logWhenClosed(raw, exchange, logger);
    done();
  });
}
