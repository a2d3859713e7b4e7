import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { KeyRequestLog } from '../../platform/auth/key-requests';
import { requestIdOf } from '../../platform/requests/request-id';
import type { corsHeaders } from '../http/cors';
import { demandNoForgery } from '../http/csrf';
import { answerDeadline } from '../http/deadline';
import { type Exchange, newExchange } from '../http/exchange';
import type { HeldBodies } from '../http/held-bodies';
import { addressFault, type HttpOptions } from '../http/http';
import type { JsonReader } from '../http/json-body';
import { isPage, negotiate } from '../http/media-types';
import { beginSpan, logWhenClosed, traceresponseOf } from '../http/request-log';
import type { WatchReader } from '../http/slow-readers';
import { handOver, type StartedRequest } from '../http/started-requests';
import { recordKeyRequest } from '../identity/record-key-requests';
import type { Viewers } from '../identity/viewer';
import type { OperationLimits } from '../limits';
import type { GatewayMetrics } from '../metrics';
import type { RateGate } from '../operation/rate-gate';
import type { RegisteredOperations } from '../operation/registered-operations';
import { demandShort, operationOfUrl } from '../operation/sent-operation';
import { identify } from '../operation/session-operations';
import type { QueryMethod } from './known-context';
import type { FindKnown, KnownOperation } from './known-operations';
import type { KnownAnswer, runKnown } from './run-known';
import { readSentQuery, type SentQuery, withParsedVariables } from './sent-query';

export interface FastPathOptions
  extends Pick<HttpOptions, 'clientAddressOf' | 'headers' | 'isDraining' | 'isServed'> {
  readonly corsHeaders: ReturnType<typeof corsHeaders>;
  readonly viewerOf: Viewers['of'];
  readonly gate: RateGate;
  readonly bodies: HeldBodies;
  readonly readJson: JsonReader;
  readonly limits: OperationLimits;
  readonly registered: RegisteredOperations;
  readonly findKnown: FindKnown;
  readonly run: ReturnType<typeof runKnown>;
  readonly metrics: Pick<GatewayMetrics, 'known'>;
  readonly watchReader: WatchReader;
  readonly keyRequests: KeyRequestLog;
  readonly logger: Logger;
}

const path = '/graphql';
/** What clients send; Fastify tells what else is JSON in UTF-8. */
const contentTypes: ReadonlySet<string | undefined> = new Set([
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=utf-8',
  'application/json; charset=UTF-8',
  'application/json;charset=UTF-8',
]);

/** @returns null for a request that Fastify answers. */
function methodOf({ method, url, headers }: IncomingMessage): QueryMethod | null {
  const { 'content-encoding': encoding, 'content-type': type } = headers;
  if (encoding !== undefined) return null;
  if (method === 'POST' && url === path) return contentTypes.has(type) ? 'POST' : null;
  // Apollo Server refuses a GET request whose content is not JSON.
  if (type !== undefined && !contentTypes.has(type)) return null;
  const isQuery = method === 'GET' && url?.startsWith(`${path}?`);
  return isQuery && !isPage({ method, headers }) ? 'GET' : null;
}

/** @param all names and values by turns, which Node writes with less work than an object. */
function setHeader(all: string[], name: string, value: string): void {
  for (let at = 0; at < all.length; at += 2) {
    if (all[at] !== name) continue;
    all[at + 1] = value;
    return;
  }
  all.push(name, value);
}

interface ReadOperation {
  readonly known: KnownOperation;
  readonly sent: SentQuery;
}

/**
 * Answers `/graphql` for operations that were seen before, without Fastify and Apollo Server.
 * Fastify gets every other request, and every one that is refused before its operation is known,
 * with what was found out about it.
 */
export function fastPath(options: FastPathOptions) {
  const { viewerOf, gate, bodies, readJson, limits, registered, findKnown, run } = options;

  /** The exchange has the viewer, the deadline and the body from here on. */
  const readBody = async (request: IncomingMessage, response: ServerResponse, of: Exchange) => {
    of.signal = answerDeadline(response, limits.deadlineMs);
    bodies.follow(of, response);
    try {
      const parsed = await readJson(of, request);
      return { parsed, give: () => parsed };
    } catch (reason) {
      const give = () => {
        throw reason;
      };
      return { parsed: null, give };
    }
  };

  /** A query by GET has no body. */
  const readUrl = (request: IncomingMessage, response: ServerResponse, of: Exchange) => {
    of.signal = answerDeadline(response, limits.deadlineMs);
    return { parsed: operationOfUrl(request.url ?? path), give: () => undefined };
  };

  const find = async (
    parsed: unknown,
    exchange: Exchange,
    method: QueryMethod,
  ): Promise<ReadOperation | null> => {
    demandShort(parsed, limits);
    registered.demand(exchange.headers, parsed, exchange);
    const sent = readSentQuery(method === 'GET' ? withParsedVariables(parsed) : parsed);
    const known = sent && (await findKnown(sent));
    const isRefused = method === 'GET' && known?.operation.operation !== 'query';
    return known && !isRefused ? { known, sent } : null;
  };

  const ofEveryAnswer = Object.entries(options.headers).flat();

  const headersOf = (exchange: Exchange, own: KnownAnswer['headers']): string[] => {
    const { requestId, span, headers } = exchange;
    const all = [...ofEveryAnswer, 'x-request-id', requestId];
    for (const [name, value] of Object.entries(options.corsHeaders(headers.origin))) {
      setHeader(all, name, value);
    }
    if (options.isDraining()) all.push('connection', 'close');
    if (span !== null) all.push('traceresponse', traceresponseOf(span));
    for (const [name, value] of own) setHeader(all, name, value);
    return all;
  };

  const send = (response: ServerResponse, exchange: Exchange, answer: KnownAnswer): void => {
    const { status, headers, body } = answer;
    const bytes = Buffer.byteLength(body);
    const all = headersOf(exchange, headers);
    if (status !== 304) all.push('content-length', String(bytes));
    response.writeHead(status, all);
    logWhenClosed(response, exchange, options.logger);
    response.once('finish', () => recordKeyRequest(options.keyRequests, exchange, status));
    options.watchReader(response, bytes);
    response.end(body);
  };

  /** Whether CORS lets the page that sends it read the answer. */
  const mayRead = ({ headers }: Exchange): boolean =>
    'access-control-allow-origin' in options.corsHeaders(headers.origin);

  /** @returns what was done with a request that Fastify has to answer; null if it is answered. */
  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
    exchange: Exchange,
    method: QueryMethod,
  ): Promise<StartedRequest | null> => {
    let body: StartedRequest['body'] = null;
    try {
      Object.assign(exchange, negotiate(exchange.headers.accept));
      if (method === 'GET') demandNoForgery(exchange.headers, mayRead(exchange));
      await identify(exchange, viewerOf, exchange.headers);
      const isSlow = exchange.refusedCredential !== null || gate.isPast(exchange);
      if (isSlow || !exchange.acceptsJson) return { exchange, body, refusal: null };
      const read = method === 'GET' ? readUrl : readBody;
      const { parsed, give } = await read(request, response, exchange);
      body = give;
      const found = parsed === null ? null : await find(parsed, exchange, method);
      if (found === null) return { exchange, body, refusal: null };
      options.metrics.known();
      send(response, exchange, await run(found.known, exchange, found.sent.variables, method));
      return null;
    } catch (reason) {
      return { exchange, body, refusal: { reason } };
    }
  };

  const take = async (
    request: IncomingMessage,
    response: ServerResponse,
    exchange: Exchange,
    method: QueryMethod,
    next: RequestListener,
  ): Promise<void> => {
    const started = await answer(request, response, exchange, method);
    if (started === null) return;
    handOver(request, started);
    next(request, response);
  };

  return (request: IncomingMessage, response: ServerResponse, next: RequestListener): void => {
    const method = methodOf(request);
    if (method === null || addressFault(request, options.isServed) !== null) {
      next(request, response);
      return;
    }
    const address = options.clientAddressOf(request);
    const exchange = newExchange(requestIdOf(request), address, request.headers);
    const begin = () => void take(request, response, exchange, method, next);
    const opened = beginSpan(exchange, method);
    if (opened === null) begin();
    else opened.run(begin);
  };
}
