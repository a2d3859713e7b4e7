import './executor';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { FastifyInstance } from 'fastify';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { FeatureFlags } from '../config/feature-flags';
import type { Configuration } from '../config/schema';
import type { Bus } from '../platform/events/bus';
import type { Execute } from '../platform/graphql/execute';
import { stringifyInChunks } from '../platform/graphql/json-chunks';
import type { ServiceCall } from '../platform/graphql/service-call';
import { federatedGateway } from './executor';
import { clientAddress } from './http/client-address';
import { cors } from './http/cors';
import type { GatewayContext } from './http/exchange';
import { HeldBodies } from './http/held-bodies';
import { createHttp, listen, stopHttp } from './http/http';
import { refusals } from './http/refusal';
import { securityHeaders } from './http/security-headers';
import { servedHosts } from './http/served-hosts';
import { disconnectSlowReaders } from './http/slow-readers';
import { unknownKeys } from './identity/unknown-keys';
import { createViewers } from './identity/viewer';
import { gatewayLimits } from './limits';
import { liveUpdates } from './live-updates/index';
import { gatewayMetrics } from './metrics';
import { type PersistedOperations, persistedOperations } from './operation/persisted-operations';
import { errorFormat, operationPipeline } from './operation/pipeline';
import { rateGate } from './operation/rate-gate';
import { rateLimit } from './operation/rate-limit';
import { registeredOperations } from './operation/registered-operations';
import { type RateCounters, rateCounters } from './rate-counters';
import { explorerAssets } from './routes/explorer';
import { graphqlRoute } from './routes/graphql';
import { healthRoutes, type Readiness } from './routes/health';
import { paymentCallbackRoutes } from './routes/payment-callbacks';
import { wellKnownRoutes } from './routes/well-known';

export interface GatewayOptions {
  readonly configuration: Configuration;
  readonly supergraphSdl: string;
  /** The public schema of each subgraph, by its name in the supergraph. */
  readonly subgraphs: Readonly<Record<string, Execute>>;
  /** The internal schema of users: `signingKeys`. */
  readonly users: ServiceCall;
  /** The internal schema of orders: `paymentCallback`. */
  readonly orders: ServiceCall;
  /** Where counters and persisted operations live; in memory without. */
  readonly redis: Redis | null;
  /** Where orders tells what has changed; without it, watched orders are looked at now and then. */
  readonly bus?: Bus;
  readonly readiness: () => Promise<Readiness>;
  readonly flags: FeatureFlags;
  readonly registry: Registry;
  readonly logger: Logger;
}

export interface RunningGateway {
  readonly url: string;
  readonly app: FastifyInstance;
  /** Accepts nothing new, lets open requests end, up to a deadline, and closes. */
  stop(): Promise<void>;
}

function viewersOf(options: GatewayOptions, counters: RateCounters) {
  const { configuration, users, logger, registry } = options;
  const perMinute = () => configuration.limits.rate.signInFailuresPerMinute;
  const guarded = unknownKeys(counters, perMinute);
  return createViewers({
    users,
    expected: configuration.auth,
    unknownKeys: guarded,
    logger,
    registry,
  });
}

/**
 * Everything a request meets before a subgraph, in that order.
 * @throws Error when the port is taken or the supergraph does not fit the subgraphs.
 */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { configuration, redis, logger, registry } = options;
  const { environment, graphql, server } = configuration;
  const production = environment === 'production';
  const limits = gatewayLimits(configuration);
  const registered = registeredOperations(graphql.persistedOperations);
  const metrics = gatewayMetrics(registry, registered);
  const counters = rateCounters(redis, logger);
  const viewers = viewersOf(options, counters);
  const rates = rateLimit(counters, limits);
  let draining = false;

  // 1. Whatever is answered carries the request's id, and headers for browsers.
  const app = createHttp({
    clientAddressOf: clientAddress(server.trustedProxies),
    cors: cors(server.corsOrigins),
    headers: securityHeaders(production),
    refuse: refusals({ hideSuggestions: !graphql.introspection, metrics, logger }),
    isDraining: () => draining,
    isServed: servedHosts(configuration),
  });
  disconnectSlowReaders(app, { limits, registry });

  // 2. What is not GraphQL.
  healthRoutes(app, {
    readiness: options.readiness,
    isDraining: () => draining,
    metrics: environment === 'development' ? registry : null,
    logger,
  });
  wellKnownRoutes(app, { keys: viewers.keys, server });
  const bodies = new HeldBodies(registry);
  paymentCallbackRoutes(app, options.orders, limits, bodies);
  if (graphql.explorer) explorerAssets(app);

  // 3. GraphQL: the door (method, media types, who is asking, body), then Apollo Server (persisted
  //    text, parsing, validation), then the pipeline (limits, cost, rate), then the planner.
  const persisted = persistedOperations(redis, registered, logger, registry);
  const apollo = apolloServer(options, persisted.cache);
  const { introspection } = graphql;
  apollo.addPlugin(
    operationPipeline({ limits, introspection, registered, rates, persisted, metrics, logger }),
  );
  const gate = rateGate(rates, metrics);
  const door = { apollo, limits, viewerOf: viewers.of, registered, gate, bodies, logger };
  const live = liveUpdates(app, { ...options, ...door, rates, persisted, metrics });
  await apollo.start();
  graphqlRoute(app, { ...door, explorer: graphql.explorer });

  // 4. Open until it is stopped.
  const url = await listen(app, server.host, server.port);
  const stop = async () => {
    draining = true;
    live.drain();
    await stopHttp(app);
    await apollo.stop();
  };
  return { url, app, stop };
}

function apolloServer(options: GatewayOptions, persistedCache: PersistedOperations['cache']) {
  const { configuration, logger } = options;
  const { introspection } = configuration.graphql;
  return new ApolloServer<GatewayContext>({
    gateway: federatedGateway({
      ...options,
      executor: configuration.gateway.executor,
      answerLimits: configuration.limits.operation,
    }),
    // The pipeline parses and validates, and keeps what was read.
    documentStore: null,
    // What is large is written bit by bit, so that others have their turn.
    stringifyResult: async (result) => `${await stringifyInChunks(result)}\n`,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    // Signals are for the process to handle: it stops more than this.
    stopOnTerminationSignals: false,
    persistedQueries: { cache: persistedCache },
    formatError: errorFormat(!introspection),
    logger,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}
