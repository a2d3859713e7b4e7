import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { badRequest } from '../errors';
import { answerDeadline } from '../http/deadline';
import type { GatewayContext } from '../http/exchange';
import type { HeldBodies } from '../http/held-bodies';
import { takeJson } from '../http/json-body';
import { demandJson, negotiate, prefersHtml } from '../http/media-types';
import { observeRequests } from '../http/request-log';
import type { Viewers } from '../identity/viewer';
import type { GatewayLimits } from '../limits';
import type { RateGate } from '../operation/rate-gate';
import type { RegisteredOperations } from '../operation/registered-operations';
import { demandShort, operationOfUrl } from '../operation/sent-operation';
import { sendExplorer } from './explorer';

const path = '/graphql';
const allow = 'GET, POST, OPTIONS';

export interface GraphqlRouteOptions {
  readonly apollo: ApolloServer<GatewayContext>;
  readonly limits: GatewayLimits;
  readonly viewerOf: Viewers['of'];
  readonly registered: RegisteredOperations;
  readonly gate: RateGate;
  readonly bodies: HeldBodies;
  readonly explorer: boolean;
  readonly logger: Logger;
}

function isPage(request: FastifyRequest, explorer: boolean): boolean {
  return explorer && request.method === 'GET' && prefersHtml(request.headers.accept);
}

/** Adds the request id to errors from before the pipeline. */
function withRequestId(text: string, requestId: string): string {
  const answer = JSON.parse(text) as { errors?: { extensions?: Record<string, unknown> }[] };
  for (const error of answer.errors ?? []) error.extensions = { ...error.extensions, requestId };
  return `${JSON.stringify(answer)}\n`;
}

/** `/graphql`: the checks from the method to Apollo Server, each before the work that it saves. */
export function graphqlRoute(parent: FastifyInstance, options: GraphqlRouteOptions): void {
  const { apollo, limits, viewerOf, registered, gate, bodies, explorer } = options;
  const handle = fastifyApolloHandler(apollo, {
    context: async ({ exchange }) => {
      const { viewer, requestId, signal } = exchange;
      return { viewer, requestId, signal, exchange };
    },
  });

  parent.register((app, _options, done) => {
    takeJson(app, limits, bodies);
    observeRequests(app, options.logger);

    app.addHook('onRequest', async (request, reply) => {
      const { method, headers, exchange } = request;
      if (method === 'OPTIONS') return reply.code(204).header('allow', allow).send();
      if (method !== 'GET' && method !== 'POST') {
        reply.header('allow', allow);
        throw badRequest('Send operations by POST, or queries by GET.', 405);
      }
      if (isPage(request, explorer)) return sendExplorer(request, reply);
      exchange.mediaType = negotiate(headers.accept);
      if (method === 'POST') demandJson(headers);
      exchange.viewer = await viewerOf(headers, exchange.address);
      gate.beforeBody(request, reply);
      exchange.signal = answerDeadline(reply.raw, limits.deadlineMs);
      return undefined;
    });

    app.addHook('preHandler', async (request, reply) => {
      gate.beforeParsing(request, reply);
      const { method, headers, url, body, exchange } = request;
      const sent = method === 'GET' ? operationOfUrl(url) : body;
      demandShort(sent, limits);
      registered.demand(headers, sent, exchange);
    });

    app.addHook('onSend', gate.onRefused);

    app.all(path, async (request: FastifyRequest, reply: FastifyReply) => {
      // The integration types its handler for any Fastify instance.
      const text = (await handle.call(app, request, reply)) as string;
      const { finished, mediaType, requestId } = request.exchange;
      if (finished) return text;
      reply.type(`${mediaType}; charset=utf-8`);
      return withRequestId(text, requestId);
    });
    done();
  });
}
