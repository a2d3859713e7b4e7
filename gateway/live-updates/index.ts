import type { OutgoingHttpHeaders } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Registry } from 'prom-client';
import type { Configuration } from '../../config/schema';
import type { Bus } from '../../platform/events/bus';
import { rateLimited } from '../../platform/graphql/errors';
import { withinSignal } from '../../platform/resilience/deadline';
import { loggedName } from '../../platform/telemetry/logged-text';
import { badRequest, codeOf, InvalidOperation, maskError, statusOf } from '../errors';
import type { Charge, GatewayContext } from '../http/exchange';
import { liveMediaTypes } from '../http/media-types';
import type { RefusalOptions } from '../http/refusal';
import { logWhenClosed } from '../http/request-log';
import type { Viewers } from '../identity/viewer';
import type { OperationLimits } from '../limits';
import type { PersistedOperations } from '../operation/persisted-operations';
import { oneRequest, type RateLimit } from '../operation/rate-limit';
import type { RegisteredOperations } from '../operation/registered-operations';
import type { ServedSchema } from '../served-schema';
import { admission, type Watch } from './admission';
import { type Framing, framings } from './framing';
import { persistedTexts } from './persisted-text';
import { orderReader, type Reading } from './read-order';
import { Streams } from './streams';

export interface LiveUpdatesOptions extends RefusalOptions {
  readonly apollo: ApolloServer<GatewayContext>;
  readonly served: ServedSchema;
  readonly bus?: Bus;
  readonly rates: RateLimit;
  readonly limits: OperationLimits;
  readonly viewerOf: Viewers['of'];
  readonly registered: RegisteredOperations;
  readonly persisted: PersistedOperations;
  readonly configuration: Pick<Configuration, 'graphql' | 'limits'>;
  readonly registry: Registry;
}

interface LiveDependencies extends LiveUpdatesOptions {
  readonly streams: Streams;
  readonly admit: ReturnType<typeof admission>;
}

export interface LiveUpdates {
  /**
   * Answers a request whose operation is a subscription, or is unknown while the client accepts only
   * a format of live updates.
   * @throws BAD_REQUEST with HTTP 406 if the client accepts no such format.
   */
  answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
  /** Ends all streams, for a stopping gateway. */
  drain(): void;
}

/** Subscriptions in the formats of `framing.ts`. */
export function liveUpdates(options: LiveUpdatesOptions): LiveUpdates {
  const { apollo, configuration, persisted, limits, metrics, registered, served } = options;
  const streams = new Streams({
    ...options,
    streamLimits: configuration.limits.streams,
    read: orderReader(apollo, options.display),
  });
  const dependencies: LiveDependencies = {
    ...options,
    streams,
    admit: admission({
      schema: () => served.current.schema,
      limits,
      introspection: configuration.graphql.introspection,
      registered,
      persistedText: persistedTexts(persisted, metrics),
    }),
  };
  return {
    answer: (request, reply) => answer(request, reply, dependencies),
    drain: () => streams.drain(),
  };
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  dependencies: LiveDependencies,
): Promise<FastifyReply> {
  const format = request.exchange.framing;
  if (format === null) {
    throw badRequest(`Accept ${liveMediaTypes}: this operation is a subscription.`, 406);
  }
  const framing = framings[format];
  try {
    const watch = await admitted(request, reply, dependencies);
    return await beginStream(request, reply, { watch, framing }, dependencies);
  } catch (error) {
    const shown = await countFailure(request, reply, error, dependencies);
    return refuse(request, reply, { error: shown, framing }, dependencies);
  }
}

async function count(
  { exchange }: FastifyRequest,
  reply: FastifyReply,
  charge: Charge,
  { rates, metrics }: LiveDependencies,
): Promise<void> {
  exchange.counted = true;
  const counted = await rates.count(exchange.viewer, charge);
  reply.headers(counted.headers);
  if (counted.allowed) return;
  metrics.rateLimited(exchange.viewer.kind);
  throw rateLimited(counted.retryAfterSeconds);
}

async function admitted(
  request: FastifyRequest,
  reply: FastifyReply,
  options: LiveDependencies,
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
  { watch, framing }: { readonly watch: Watch; readonly framing: Framing },
  { display, streams, viewerOf, logger }: LiveDependencies,
): Promise<FastifyReply> {
  const { exchange, headers } = request;
  const { authorization, 'x-api-key': key, 'x-buyer-ip': buyerIp } = headers;
  const stream = streams.add(exchange.viewer, {
    watch,
    requestId: exchange.requestId,
    address: exchange.address,
    credentials: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(key === undefined ? {} : { 'x-api-key': String(key) }),
      ...(buyerIp === undefined ? {} : { 'x-buyer-ip': String(buyerIp) }),
    },
    response: reply.raw,
    framing,
    display,
    viewerOf,
  });
  let first: Reading;
  try {
    first = await withinSignal(stream.first(), exchange.signal);
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
  const head = reply.getHeaders() as OutgoingHttpHeaders;
  reply.hijack();
  // The data kept by the stream has its own limit.
  exchange.heldBody.release();
  logWhenClosed(reply.raw, exchange, logger);
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
  reply: FastifyReply,
  error: unknown,
  options: LiveDependencies,
): Promise<unknown> {
  if (request.exchange.counted) return error;
  try {
    await count(request, reply, oneRequest, options);
    return error;
  } catch (limited) {
    return limited;
  }
}

const isGraphqlError = (error: unknown): error is GraphQLError => error instanceof GraphQLError;

/**
 * Sends errors whose HTTP status is not 200 as JSON with that status. Others are the only message
 * of a subscription, as the protocols require.
 */
function refuse(
  { exchange }: FastifyRequest,
  reply: FastifyReply,
  { error, framing }: { readonly error: unknown; readonly framing: Framing },
  { display, metrics }: LiveDependencies,
): FastifyReply {
  const errors = error instanceof InvalidOperation ? error.errors : [error];
  const shown = errors.filter(isGraphqlError).map((one) => {
    const formatted = maskError(one.toJSON(), display);
    formatted.extensions.requestId = exchange.requestId;
    return formatted;
  });
  const [first] = shown;
  // A stream uses the status of plain JSON, whichever media type of JSON the client accepts.
  if (!first || statusOf({ errors: shown }, 'application/json') !== 200) throw errors[0];
  exchange.outcome = codeOf(first);
  metrics.refused(exchange.outcome);
  const { opening, completion, headers } = framing;
  const text = opening + framing.message({ errors: shown }) + completion;
  return reply.code(200).headers(headers).send(text);
}
