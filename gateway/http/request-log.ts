import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { keyIdOf, type Viewer } from '../../platform/requests/viewer';
import {
  endSpan,
  openRequestSpan,
  readTraceparent,
  type Span,
} from '../../platform/telemetry/tracing';
import { assertNever } from '../../platform/values/assert-never';

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
function line(request: FastifyRequest, reply: FastifyReply): object {
  const { cost, operation, outcome, requestId, startedAtMs, textSource, viewer, span } =
    request.exchange;
  const traceId =
    span?.spanContext().traceId ?? readTraceparent(request.headers.traceparent)?.traceId;
  return {
    requestId,
    ...(traceId === undefined ? {} : { traceId }),
    operation: operation?.name ?? null,
    type: operation?.type ?? null,
    caller: callerOf(viewer),
    cost: cost?.requested ?? null,
    text: textSource,
    outcome,
    status: reply.statusCode,
    durationMs: Math.round(performance.now() - startedAtMs),
  };
}

function describe(span: Span, { exchange }: FastifyRequest, status: number): void {
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

/**
 * Gives every request of a route a span, if tracing is on, and a log line when it is answered.
 */
export function observeRequests(app: FastifyInstance, logger: Logger): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { exchange, headers, method } = request;
    const opened = openRequestSpan('graphql', headers.traceparent, {
      'http.request.method': method,
      'app.request.id': exchange.requestId,
    });
    if (opened === null) return done();
    exchange.span = opened.span;
    const { traceId, spanId, traceFlags } = opened.span.spanContext();
    reply.header('traceresponse', `00-${traceId}-${spanId}-0${traceFlags}`);
    return opened.run(done);
  });

  app.addHook('onResponse', (request, reply, done) => {
    const { span } = request.exchange;
    if (span !== null) {
      describe(span, request, reply.statusCode);
      endSpan(span);
    }
    if (request.method !== 'OPTIONS') logger.info(line(request, reply), 'answered');
    done();
  });
}
