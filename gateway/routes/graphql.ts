import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { badRequest } from '../errors';
import { demandNoForgery } from '../http/csrf';
import { answerDeadline } from '../http/deadline';
import { entityTag, isCurrent } from '../http/entity-tags';
import type { GatewayContext } from '../http/exchange';
import type { HeldBodies } from '../http/held-bodies';
import { takeJson } from '../http/json-body';
import { demandJson, isPage, negotiate } from '../http/media-types';
import { observeRequests } from '../http/request-log';
import { startedRequest } from '../http/started-requests';
import type { Viewers } from '../identity/viewer';
import type { OperationLimits } from '../limits';
import type { LiveUpdates } from '../live-updates/index';
import { operationKinds } from '../live-updates/operation-kind';
import type { PersistedOperations } from '../operation/persisted-operations';
import type { RateGate } from '../operation/rate-gate';
import type { RegisteredOperations } from '../operation/registered-operations';
import { demandShort, operationOfUrl, urlForApollo } from '../operation/sent-operation';
import { identify } from '../operation/session-operations';
import type { SendExplorer } from './explorer';

const path = '/graphql';
/** The same operations, by POST only. */
const streamPath = '/graphql/stream';
const allowedMethods = new Map([
  [path, 'GET, POST, OPTIONS'],
  [streamPath, 'POST, OPTIONS'],
]);

export interface GraphqlRouteOptions {
  readonly apollo: ApolloServer<GatewayContext>;
  readonly limits: OperationLimits;
  readonly viewerOf: Viewers['of'];
  readonly registered: RegisteredOperations;
  readonly gate: RateGate;
  readonly bodies: HeldBodies;
  readonly persisted: Pick<PersistedOperations, 'find'>;
  readonly live: LiveUpdates;
  /** Null without an explorer. */
  readonly sendExplorer: SendExplorer | null;
  readonly logger: Logger;
}

/** Adds the request id to errors from before the pipeline. */
function withRequestId(text: string, requestId: string): string {
  const answer = JSON.parse(text) as { errors?: { extensions?: Record<string, unknown> }[] };
  for (const error of answer.errors ?? []) error.extensions = { ...error.extensions, requestId };
  return `${JSON.stringify(answer)}\n`;
}

/** Completes what the pipeline did not see, and answers 304 to a client that has the same answer. */
function complete(request: FastifyRequest, reply: FastifyReply, text: string) {
  const { cacheable, encodedAnswer, finished, mediaType, requestId } = request.exchange;
  if (!finished) {
    reply.type(`${mediaType}; charset=utf-8`);
    return withRequestId(text, requestId);
  }
  const body = encodedAnswer ?? text;
  if (!cacheable || request.method !== 'GET') return body;
  const etag = entityTag(body);
  reply.header('etag', etag);
  return isCurrent(request.headers['if-none-match'], etag) ? reply.code(304).send() : body;
}

type MethodCheck = (request: FastifyRequest, reply: FastifyReply) => void;

/** @throws BAD_REQUEST with HTTP 405. */
const demandMethod: MethodCheck = ({ method, routeOptions }, reply) => {
  const allowed = allowedMethods.get(routeOptions.url ?? path) ?? '';
  reply.header('allow', allowed);
  if (!allowed.split(', ').includes(method)) {
    throw badRequest('Send operations by POST, or queries by GET to /graphql.', 405);
  }
  reply.removeHeader('allow');
};

/**
 * `/graphql` and `/graphql/stream`: the checks from the method to Apollo Server or the live updates,
 * each before the work that it saves.
 */
export function graphqlRoute(parent: FastifyInstance, options: GraphqlRouteOptions): void {
  const { limits, viewerOf, registered, gate, bodies, sendExplorer } = options;
  const answer = answerer(options);

  const beforeBody = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { headers, exchange } = request;
    const started = startedRequest(request.raw);
    if (started?.refusal) throw started.refusal.reason;
    if (!started) await identify(exchange, viewerOf, headers);
    if (started?.body) return;
    gate.beforeBody(request, reply);
    exchange.signal = answerDeadline(reply.raw, limits.deadlineMs);
  };

  parent.register((app, _options, done) => {
    takeJson(app, limits, bodies);
    observeRequests(app, options.logger);

    app.addHook('onRequest', async (request, reply) => {
      const { method, headers, exchange, routeOptions } = request;
      if (method === 'OPTIONS') {
        const allow = allowedMethods.get(routeOptions.url ?? path);
        return reply.code(204).header('allow', allow).send();
      }
      const isExplorer = routeOptions.url === path && isPage(request);
      if (sendExplorer && isExplorer) return sendExplorer(request, reply);
      demandMethod(request, reply);
      Object.assign(exchange, negotiate(headers.accept));
      if (method === 'POST') demandJson(headers);
      else demandNoForgery(headers, reply.hasHeader('access-control-allow-origin'));
      await beforeBody(request, reply);
      return undefined;
    });

    app.addHook('preHandler', async (request, reply) => {
      const { headers, exchange } = request;
      const sent = sentOperation(request);
      gate.beforeParsing(request, reply, sent);
      demandShort(sent, limits);
      registered.demand(headers, sent, exchange);
    });

    app.addHook('onSend', gate.onRefused);

    for (const url of allowedMethods.keys()) {
      app.all(url, (request, reply) => answer(app, request, reply));
    }
    done();
  });
}

const sentOperation = ({ method, url, body }: FastifyRequest): unknown =>
  method === 'GET' ? operationOfUrl(url) : body;

/** Sends subscriptions to the live updates and everything else to Apollo Server. */
function answerer({ apollo, limits, persisted, live }: GraphqlRouteOptions) {
  const kindOf = operationKinds(limits, persisted);
  const handle = fastifyApolloHandler(apollo, {
    context: async ({ exchange }) => {
      const { viewer, requestId, signal } = exchange;
      return { viewer, requestId, signal, exchange };
    },
  });

  return async (app: FastifyInstance, request: FastifyRequest, reply: FastifyReply) => {
    const { exchange, headers, method } = request;
    const kind = await kindOf(sentOperation(request));
    if (kind === 'subscription' && method === 'GET') {
      reply.header('allow', 'POST');
      throw badRequest('Send subscriptions by POST.', 405);
    }
    const isLive = kind === 'subscription' || (kind === 'unknown' && !exchange.acceptsJson);
    if (isLive && method === 'POST') {
      // No subscription is about a session.
      if (exchange.refusedCredential !== null) throw exchange.refusedCredential;
      return live.answer(request, reply);
    }
    // Apollo Server would refuse to answer a client that accepts only a format of live updates.
    if (!exchange.acceptsJson) headers.accept = exchange.mediaType;
    if (method === 'GET') request.raw.url = urlForApollo(request.url);
    // The integration types its handler for any Fastify instance.
    const text = (await handle.call(app, request, reply)) as string;
    return complete(request, reply, text);
  };
}
