import type { OutgoingHttpHeaders } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Configuration } from '../../config/schema';
import type { Bus } from '../../platform/events/bus';
import { rateLimited } from '../../platform/graphql/errors';
import { loggedName } from '../../platform/telemetry/logged-text';
import { badRequest, codeOf, InvalidOperation, maskError, statusOf } from '../errors';
import type { Charge, GatewayContext } from '../http/exchange';
import type { HeldBodies } from '../http/held-bodies';
import { takeJson } from '../http/json-body';
import { acceptsEvents, demandJson } from '../http/media-types';
import { observeRequests } from '../http/request-log';
import type { Viewers } from '../identity/viewer';
import type { GatewayLimits } from '../limits';
import type { GatewayMetrics } from '../metrics';
import type { PersistedOperations } from '../operation/persisted-operations';
import type { RateGate } from '../operation/rate-gate';
import { oneRequest, type RateLimit } from '../operation/rate-limit';
import type { RegisteredOperations } from '../operation/registered-operations';
import { demandShort } from '../operation/sent-operation';
import { admission, type Watch } from './admission';
import { completeEvent, nextEvent } from './events';
import { persistedTexts } from './persisted-text';
import { orderReader, type Reading } from './read-order';
import { withSubscription } from './schema';
import { Streams } from './streams';

const path = '/graphql/stream';
const allow = 'POST, OPTIONS';

const eventHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  // Disables buffering in nginx.
  'x-accel-buffering': 'no',
};

export interface LiveUpdatesOptions {
  readonly apollo: ApolloServer<GatewayContext>;
  readonly bus?: Bus;
  readonly rates: RateLimit;
  readonly gate: RateGate;
  readonly bodies: HeldBodies;
  readonly limits: GatewayLimits;
  readonly viewerOf: Viewers['of'];
  readonly registered: RegisteredOperations;
  readonly persisted: PersistedOperations;
  readonly configuration: Pick<Configuration, 'graphql'>;
  readonly metrics: GatewayMetrics;
  readonly registry: Registry;
  readonly logger: Logger;
}

interface RouteDependencies extends LiveUpdatesOptions {
  readonly streams: Streams;
  readonly admit: ReturnType<typeof admission>;
}

/** Tracks the current API schema of Apollo Server. */
function subscriptionSchema(apollo: ApolloServer<GatewayContext>): () => GraphQLSchema {
  let schema: GraphQLSchema | null = null;
  apollo.addPlugin({
    serverWillStart: async () => ({
      schemaDidLoadOrUpdate: ({ apiSchema }) => {
        schema = withSubscription(apiSchema);
      },
    }),
  });
  return () => {
    if (schema === null) throw new Error('The API schema is not loaded yet.');
    return schema;
  };
}

/**
 * Subscriptions as server-sent events, in the distinct connections mode of graphql-sse. Must be
 * called before Apollo Server starts.
 * @returns a function that ends all streams, for a stopping gateway.
 */
export function liveUpdates(app: FastifyInstance, options: LiveUpdatesOptions) {
  const { apollo, configuration, persisted, limits, metrics, registered } = options;
  const streams = new Streams({ ...options, read: orderReader(apollo) });
  streamRoute(app, {
    ...options,
    streams,
    admit: admission({
      schema: subscriptionSchema(apollo),
      limits,
      introspection: configuration.graphql.introspection,
      registered,
      persistedText: persistedTexts(persisted, metrics),
    }),
  });
  return { drain: () => streams.drain() };
}

function streamRoute(parent: FastifyInstance, options: RouteDependencies): void {
  const { limits, viewerOf, registered, gate, bodies } = options;
  parent.register((app, _options, done) => {
    takeJson(app, limits, bodies);
    observeRequests(app, options.logger);

    app.addHook('onRequest', async (request, reply) => {
      const { method, headers, exchange } = request;
      if (method === 'OPTIONS') return reply.code(204).header('allow', allow).send();
      if (method !== 'POST') {
        reply.header('allow', allow);
        throw badRequest('Send subscriptions by POST.', 405);
      }
      if (!acceptsEvents(headers.accept)) throw badRequest('Accept text/event-stream.', 406);
      demandJson(headers);
      exchange.viewer = await viewerOf(headers, exchange.address);
      gate.beforeBody(request, reply);
      return undefined;
    });

    app.addHook('onSend', gate.onRefused);
    app.addHook('preHandler', async ({ body, exchange, headers }) => {
      demandShort(body, limits);
      registered.demand(headers, body, exchange);
    });

    app.all(path, async (request, reply) => {
      try {
        const watch = await admitted(request, reply, options);
        return await beginStream(request, reply, watch, options);
      } catch (error) {
        return refuse(request, reply, await countFailure(request, error, options), options);
      }
    });
    done();
  });
}

async function count(
  { exchange }: FastifyRequest,
  reply: FastifyReply | null,
  charge: Charge,
  { rates, metrics }: RouteDependencies,
): Promise<void> {
  exchange.counted = true;
  const counted = await rates.count(exchange.viewer, charge);
  reply?.headers(counted.headers);
  if (counted.allowed) return;
  metrics.rateLimited(exchange.viewer.kind);
  throw rateLimited(counted.retryAfterSeconds);
}

async function admitted(
  request: FastifyRequest,
  reply: FastifyReply,
  options: RouteDependencies,
): Promise<Watch> {
  const watch = await options.admit(request.body, request.exchange);
  const { exchange } = request;
  exchange.operation = { type: 'subscription', name: loggedName(watch.operationName) };
  exchange.cost = watch.cost;
  await count(request, reply, watch.charge, options);
  if (watch.persistAs !== null) {
    await options.persisted.keep(watch.persistAs, watch.text, exchange.viewer);
    options.metrics.persisted('registered');
  }
  return watch;
}

async function beginStream(
  request: FastifyRequest,
  reply: FastifyReply,
  watch: Watch,
  { streams, viewerOf }: RouteDependencies,
): Promise<FastifyReply> {
  const { exchange, headers } = request;
  const { authorization, 'x-api-key': key } = headers;
  const stream = streams.add(exchange.viewer, {
    watch,
    requestId: exchange.requestId,
    address: exchange.address,
    credentials: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(key === undefined ? {} : { 'x-api-key': String(key) }),
    },
    response: reply.raw,
    viewerOf,
  });
  let first: Reading;
  try {
    first = await stream.first();
  } catch (error) {
    stream.abandon();
    throw error;
  }
  exchange.outcome = outcomeOf(first);
  if (first.status !== 200) {
    stream.abandon();
    const text = `${JSON.stringify(first.result)}\n`;
    return reply.code(first.status).headers(first.headers).send(text);
  }
  const head = { ...(reply.getHeaders() as OutgoingHttpHeaders), ...eventHeaders };
  reply.hijack();
  // The data kept by the stream has its own limit.
  exchange.heldBody.release();
  stream.open(head, first);
  return reply;
}

function outcomeOf({ result }: Reading): string {
  const [error] = result.errors ?? [];
  return error ? codeOf(error) : 'ok';
}

/** Requests that fail before they are counted cost one point: attempts are not free. */
async function countFailure(
  request: FastifyRequest,
  error: unknown,
  options: RouteDependencies,
): Promise<unknown> {
  if (request.exchange.counted) return error;
  try {
    await count(request, null, oneRequest, options);
    return error;
  } catch (limited) {
    return limited;
  }
}

const isGraphqlError = (error: unknown): error is GraphQLError => error instanceof GraphQLError;

/**
 * Errors with an HTTP status are sent with that status. If it is 200, they are the only event of a
 * stream, as the protocol requires.
 */
function refuse(
  { exchange }: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
  { configuration, metrics }: RouteDependencies,
): FastifyReply {
  const errors = error instanceof InvalidOperation ? error.errors : [error];
  const shown = errors.filter(isGraphqlError).map((one) => {
    const formatted = maskError(one.toJSON(), !configuration.graphql.introspection);
    formatted.extensions.requestId = exchange.requestId;
    return formatted;
  });
  const [first] = shown;
  if (!first || statusOf({ errors: shown }, exchange.mediaType) !== 200) throw errors[0];
  exchange.outcome = codeOf(first);
  metrics.refused(exchange.outcome);
  const events = nextEvent({ errors: shown }) + completeEvent;
  return reply.code(200).headers(eventHeaders).send(events);
}
