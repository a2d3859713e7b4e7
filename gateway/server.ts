import './executor';
import type { FastifyInstance } from 'fastify';
import type { GraphQLScalarType } from 'graphql';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { DemoAccounts } from '../config/demo-accounts';
import type { FeatureFlags } from '../config/feature-flags';
import type { Configuration } from '../config/schema';
import { keyEnvironmentIn } from '../platform/auth/api-key';
import { type KeyRequestLog, keyRequestLog } from '../platform/auth/key-requests';
import type { Bus } from '../platform/events/bus';
import type { Execute } from '../platform/graphql/execute';
import type { ServiceCall } from '../platform/graphql/service-call';
import type { Mailbox } from '../platform/mail/mailbox';
import { createRateCounters, type RateCounters } from '../platform/redis/rate-counters';
import type { Redis } from '../platform/redis/redis';
import { withinRedisWait } from '../platform/redis/wait-budget';
import { errorDisplay } from './error-display';
import { fastPath } from './fast-path';
import { clientAddress, clientScheme } from './http/client-address';
import { cors, corsHeaders } from './http/cors';
import { HeldBodies } from './http/held-bodies';
import { createHttp, type FirstHandler, listen, stopHttp } from './http/http';
import { measureInFlight } from './http/in-flight';
import { jsonReader } from './http/json-body';
import { refusals } from './http/refusal';
import { securityHeaders } from './http/security-headers';
import { servedHosts } from './http/served-hosts';
import { serverCertificate } from './http/server-certificate';
import { disconnectSlowReaders } from './http/slow-readers';
import { recordKeyRequests } from './identity/record-key-requests';
import { createUnknownKeys } from './identity/unknown-keys';
import { createViewers } from './identity/viewer';
import { rateCountersMax } from './limits';
import { liveUpdates } from './live-updates/index';
import { gatewayMetrics } from './metrics';
import { persistedOperations } from './operation/persisted-operations';
import { rateGate } from './operation/rate-gate';
import { rateLimit } from './operation/rate-limit';
import { registeredOperations } from './operation/registered-operations';
import { operationRunners } from './operation-runners';
import { dataExportRoute } from './routes/data-exports';
import { developmentBar } from './routes/development-bar';
import { explorer } from './routes/explorer';
import { graphqlRoute } from './routes/graphql';
import { healthRoutes, type Readiness } from './routes/health';
import { landingPage } from './routes/landing-page';
import { mailRoutes } from './routes/mail';
import { sendNotFoundPage } from './routes/not-found-page';
import { builtPages } from './routes/page-table';
import { paymentCallbackRoutes } from './routes/payment-callbacks';
import { schemaRoute } from './routes/schema';
import { staticPage } from './routes/static-pages';
import { themeRoutes } from './routes/theme';
import { wellKnownRoutes } from './routes/well-known';
import { ServedSchema } from './served-schema';

export interface GatewayOptions {
  readonly configuration: Configuration;
  readonly supergraphSdl: string;
  /** The public schema of each subgraph, by name in the supergraph. */
  readonly subgraphs: Readonly<Record<string, Execute>>;
  /** The scalars whose values are checked before planning. Default: those of the shop. */
  readonly scalars?: readonly GraphQLScalarType[];
  /** The internal schema of users: `signingKeys`. */
  readonly users: ServiceCall;
  /** The internal schema of orders: `paymentCallback`. */
  readonly orders: ServiceCall;
  /** Stores counters and persisted operations; in memory without it. */
  readonly redis: Redis | null;
  /** Shared with users in the same process, if there is no Redis between them. */
  readonly keyRequests?: KeyRequestLog;
  /** Notifications of changed orders; without it, watched orders are polled. */
  readonly bus?: Bus;
  /** The mails to show at /mail; null or left out outside development. */
  readonly mailbox?: Mailbox | null;
  /** The accounts that pages offer to sign in with, in development. */
  readonly demoAccounts?: DemoAccounts | null;
  readonly readiness: () => Promise<Readiness>;
  /** How long a stop waits for idle connections to bring one more request. Default: none. */
  readonly idleGraceMs?: number;
  readonly flags: FeatureFlags;
  readonly registry: Registry;
  readonly logger: Logger;
}

export interface RunningGateway {
  readonly url: string;
  readonly app: FastifyInstance;
  /** Accepts no new requests, waits for open ones up to a deadline, and closes. */
  stop(): Promise<void>;
}

const rateCounters = ({ redis, logger }: GatewayOptions): RateCounters =>
  createRateCounters({ redis, keyPrefix: 'rate:', countersMax: rateCountersMax, logger });

function viewersOf(options: GatewayOptions, counters: RateCounters) {
  const { configuration, users, logger, registry } = options;
  const perMinute = () => configuration.limits.rate.signInFailuresPerMinute;
  const guarded = createUnknownKeys(counters, perMinute);
  return createViewers({
    users,
    expected: configuration.auth,
    unknownKeys: guarded,
    keyEnvironment: keyEnvironmentIn(configuration.environment),
    logger,
    registry,
  });
}

/** What the responses of both paths have in common. */
const commonOf = (configuration: Configuration, isDraining: () => boolean) => ({
  clientAddressOf: clientAddress(configuration.server.trustedProxies),
  headers: securityHeaders(configuration.environment === 'production'),
  corsHeaders: corsHeaders(configuration.server.corsOrigins),
  display: errorDisplay(configuration),
  isDraining,
  isServed: servedHosts(configuration),
});

/** @returns how to watch a response that Fastify does not send. */
function watchRequests(app: FastifyInstance, options: GatewayOptions) {
  const { configuration, redis, registry, logger } = options;
  const limits = configuration.limits.operation;
  const watchReader = disconnectSlowReaders(app, { limits, registry });
  measureInFlight(app, registry);
  const keyRequests = options.keyRequests ?? keyRequestLog(redis, logger);
  recordKeyRequests(app, keyRequests);
  return { watchReader, keyRequests };
}

/**
 * Everything that a request passes before a subgraph, in order.
 * @throws Error if the port is taken or the supergraph does not match the subgraphs.
 */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { configuration, redis, logger, registry } = options;
  const { environment, graphql, server } = configuration;
  const { rate, operation: limits } = configuration.limits;
  const registered = registeredOperations(graphql.persistedOperations);
  const metrics = gatewayMetrics(registry, registered);
  const counters = rateCounters(options);
  const viewers = viewersOf(options, counters);
  const rates = rateLimit(counters, rate);
  const tls = serverCertificate(server.tls, { registry, logger });
  let draining = false;

  // 1. Request id and security headers of every response.
  const common = commonOf(configuration, () => draining);
  const first: FirstHandler = { take: (request, response, next) => next(request, response) };
  const app = createHttp({
    ...common,
    cors: cors(server.corsOrigins),
    sendNotFound: sendNotFoundPage,
    refuse: refusals({ ...common, metrics, logger }),
    first,
    tls,
  });
  const watching = watchRequests(app, options);

  // 2. Routes other than GraphQL.
  healthRoutes(app, {
    readiness: options.readiness,
    isDraining: () => draining,
    metrics: environment === 'development' ? registry : null,
    logger,
  });
  wellKnownRoutes(app, { keys: viewers.keys, server });
  const bodies = new HeldBodies(registry);
  paymentCallbackRoutes(app, options.orders, limits, bodies);
  const served = new ServedSchema();
  const sendExplorer = pageRoutes(app, options, served);

  // 3. GraphQL: the checks of http/, Apollo Server, the pipeline, the planner, and the fast path.
  const persisted = persistedOperations(redis, registered, logger, registry);
  const viewerOf = viewers.of;
  const known = { ...common, registered, persisted, rates, limits, metrics, served, viewerOf };
  const runners = operationRunners({ ...options, ...known });
  const { apollo } = runners;
  const gate = rateGate(rates, metrics);
  const door = { ...known, ...runners, gate, bodies, logger };
  const live = liveUpdates({ ...options, ...door });
  await apollo.start();
  graphqlRoute(app, { ...door, live, sendExplorer });
  dataExportRoute(app, { ...door, users: options.users });
  const take = fastPath({ ...door, ...watching, readJson: jsonReader(app, limits) });
  const takeInTime: FirstHandler['take'] = (request, response, next) =>
    withinRedisWait(configuration.redis.requestWaitMs, response, () =>
      take(request, response, next),
    );
  first.take = redis === null ? take : takeInTime;

  // 4. Listen.
  const url = await listen(app, server.host, server.port);
  const stop = async () => {
    draining = true;
    live.drain();
    await stopHttp(app, options.idleGraceMs ?? 0);
    await runners.stop();
    tls?.stop();
  };
  return { url, app, stop };
}

/** @returns how to send the explorer; null if the configuration has none. */
function pageRoutes(
  app: FastifyInstance,
  { configuration, demoAccounts, mailbox, logger }: GatewayOptions,
  served: ServedSchema,
) {
  const { environment, graphql, server } = configuration;
  if (graphql.introspection) schemaRoute(app, served);
  if (mailbox) mailRoutes(app, mailbox, logger);
  themeRoutes(app);
  for (const page of builtPages) if (page.isOn(server)) staticPage(app, page);
  const schemeOf = clientScheme(server.trustedProxies);
  const { explorer: hasExplorer } = graphql;
  const links = landingPage(app, { hasExplorer, publicUrl: server.publicUrl, schemeOf });
  if (environment === 'development') {
    developmentBar(app, { links: () => links().use, demoAccounts: demoAccounts ?? null });
  }
  if (!hasExplorer) return null;
  return explorer(app, schemeOf);
}
