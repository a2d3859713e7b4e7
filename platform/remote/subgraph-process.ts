import type { Registry } from 'prom-client';
import { anyAnswer, checksOf, warningsOf } from '../database/answers';
import { measureBackups } from '../database/backup-state';
import { setDirectUrl } from '../database/direct-connection';
import { measureDatabases } from '../database/measure-databases';
import type { NamedDatabases } from '../database/metrics';
import { createPool, type Database } from '../database/pool';
import {
  demandOf,
  type PoolDemands,
  poolMaxLeft,
  TooFewConnectionsError,
} from '../database/pool-budget';
import { openReplicas, probeConnections } from '../database/replicas';
import type { AnswerLimits } from '../graphql/answer-budget';
import type { ServiceCall } from '../graphql/service-call';
import type { Subgraph } from '../graphql/subgraph';
import { resolvesWithin } from '../process/child';
import type { RedisServers } from '../redis/client';
import { checkRedis } from '../redis/cluster';
import { measureRedis } from '../redis/metrics';
import { connectRedis, type Redis } from '../redis/redis';
import type { Logger } from '../telemetry/logger';
import { memoizeFor } from '../values/memoize-for';
import { followTls } from './follow-tls';
import * as limits from './limits';
import { measureCertificates } from './metrics';
import { isSupervised, type ProcessSettings, type SettingsSource } from './process-settings';
import { followRevoked } from './revoked-list';
import { type OpenedProcess, type RunningProcess, runProcess } from './run-process';
import { serveExecute } from './serve-execute';
import type { TlsFiles, TlsIdentity } from './tls';

export interface SubgraphSettings extends ProcessSettings {
  readonly auth: { readonly viewerSecret: string };
  readonly redis: Omit<RedisServers, 'url'> & {
    readonly url: string | null;
    readonly requestWaitMs: number;
  };
  readonly backups: { readonly stateFile: string | null };
  readonly limits: { readonly operation: AnswerLimits };
  readonly database: {
    readonly clockOffsetSecondsMax: number;
    readonly pool: {
      /** Null for the default. */
      readonly max: number | null;
      readonly idle: number;
      readonly lifetimeSeconds: number;
    };
    readonly replicas: { readonly lagSecondsMax: number };
  };
}

/** The components of a subgraph. */
export interface SubgraphDependencies<Settings> {
  readonly configuration: Settings;
  readonly tls: TlsIdentity;
  readonly database: Database;
  /** All databases by name, that one included. */
  readonly databases: NamedDatabases;
  readonly redis: Redis;
  readonly logger: Logger;
  readonly registry: Registry;
}

export interface SubgraphProcess<Settings> {
  readonly name: string;
  readonly settings: SettingsSource<Settings>;
  readonly databaseUrl: (settings: Settings) => string | null;
  /** The same database without the pooler that `databaseUrl` leads to. */
  readonly directUrl?: (settings: Settings) => string | null;
  /** Its standbys that answer reads. */
  readonly replicaUrls?: (settings: Settings) => readonly string[];
  /** Databases besides that one, by name; their absence is not the absence of the process. */
  readonly furtherDatabases?: (settings: Settings) => ReadonlyMap<string, string>;
  readonly tls: (settings: Settings) => TlsFiles;
  readonly address: (settings: Settings) => { readonly port: number; readonly adminPort: number };
  /** Certificate names of the processes that may call the internal schema. */
  readonly internalCallers: readonly string[];
  /** Announces an instance that serves calls; absent if nobody needs to know. */
  readonly announce?: (
    settings: Settings,
    ports: { readonly port: number; readonly adminPort: number },
    logger: Logger,
  ) => Promise<() => Promise<void>>;
  readonly compose: (dependencies: SubgraphDependencies<Settings>) => Subgraph;
  /** The service that knows accounts and stores the audit log. */
  readonly accounts: (
    dependencies: SubgraphDependencies<Settings>,
    subgraph: Subgraph,
  ) => ServiceCall;
  /** Whether this process serves calls. Default: true. */
  readonly api?: boolean;
  /** Whether this process does background work. Default: true. */
  readonly work?: boolean;
}

const gatewayName = 'gateway';
/** A connection beside the pool, on which a process with jobs listens. */
const listening = 1;

const noFurther: ReadonlyMap<string, string> = new Map();

const furtherOf = <Settings>(
  { furtherDatabases }: Pick<SubgraphProcess<Settings>, 'furtherDatabases'>,
  settings: Settings,
): ReadonlyMap<string, string> => furtherDatabases?.(settings) ?? noFurther;

/**
 * The connections of each pool, compared with what the server has. A supervisor has done that for all
 * of its processes. A server that is down must not keep the process from starting.
 */
async function poolMaxOf(
  { database: { pool } }: SubgraphSettings,
  demandsOf: PoolDemands,
  logger: Logger,
): Promise<number | null> {
  if (isSupervised()) return pool.max;
  try {
    return await poolMaxLeft(pool.max, demandsOf);
  } catch (error) {
    if (error instanceof TooFewConnectionsError) throw error;
    logger.warn({ err: error }, 'pool not compared with the connections of the server');
    return pool.max;
  }
}

async function openServers<Settings extends SubgraphSettings>(
  options: SubgraphProcess<Settings>,
  { settings, refreshSettings, logger, lifecycle }: RunningProcess<Settings>,
): Promise<{ database: Database; databases: NamedDatabases; redis: Redis }> {
  const databaseUrl = options.databaseUrl(settings);
  if (databaseUrl === null)
    throw new Error(`Set database.${options.name}.url: it has no default here.`);
  const { url } = settings.redis;
  if (url === null) throw new Error('Set redis.url: several processes count together, in Redis.');
  const servers = { ...settings.redis, url, isRequired: false };
  const redis = await connectRedis({ ...servers, logger, name: options.name });
  lifecycle.onStop('connection to Redis', limits.drainDeadlineMs, () => redis.disconnect());
  const further = [...furtherOf(options, settings)];
  const replicaUrls = () => options.replicaUrls?.(settings) ?? [];
  const directUrl = () => options.directUrl?.(settings) ?? null;
  const demandsOf: PoolDemands = (most) => [
    demandOf(databaseUrl, directUrl(), most, listening),
    ...further.map(([, url]) => demandOf(url, null, most, listening)),
    ...replicaUrls().map((url) => demandOf(url, null, most, probeConnections)),
  ];
  const max = await poolMaxOf(settings, demandsOf, logger);
  const open = (name: string, firstUrl: string, url: () => string | null | undefined) => {
    const database = createPool({
      url: firstUrl,
      rotating: { url: () => url() ?? firstUrl, refresh: refreshSettings },
      name,
      logger,
      ...settings.database.pool,
      max,
    });
    // The subgraph closes its pool itself; this is for a start that fails before.
    lifecycle.onStop(`database ${name}`, limits.drainDeadlineMs, async () => {
      if (!database.ending) await database.end();
    });
    return database;
  };
  const database = open(options.name, databaseUrl, () => options.databaseUrl(settings));
  setDirectUrl(database, directUrl);
  const { pool, replicas } = settings.database;
  openReplicas(database, {
    ...pool,
    ...replicas,
    name: options.name,
    urls: replicaUrls,
    max,
    logger,
  });
  const others = further.map(
    ([name, url]) => [name, open(name, url, () => furtherOf(options, settings).get(name))] as const,
  );
  return {
    database,
    databases: { [options.name]: database, ...Object.fromEntries(others) },
    redis,
  };
}

/**
 * The readiness check of a subgraph: only the database counts, because a process continues without
 * Redis, with reduced service. Of several databases, one is enough.
 */
function databaseAnswers(databases: NamedDatabases): () => Promise<boolean> {
  return memoizeFor(limits.databaseAnswerTtlMs, async () => {
    let isAnswered = false;
    const query = anyAnswer(databases).then(
      () => {
        isAnswered = true;
      },
      // The pool logs the reason; only the result matters here.
      () => undefined,
    );
    await resolvesWithin(query, limits.databaseAnswerMs);
    return isAnswered;
  });
}

/** Each database, if there are several: one that is down is a warning. */
const eachOfSeveral = (databases: NamedDatabases) =>
  Object.keys(databases).length > 1 ? checksOf(databases) : {};

async function openSubgraph<Settings extends SubgraphSettings>(
  options: SubgraphProcess<Settings>,
  running: RunningProcess<Settings>,
): Promise<OpenedProcess> {
  const { settings, logger, lifecycle, registry } = running;
  const servers = await openServers(options, running);
  const { databases, redis } = servers;
  measureDatabases(registry, databases, logger);
  measureBackups(registry, settings.backups.stateFile, [options.name], logger);
  measureRedis(registry, redis);
  const revoked = await followRevoked(redis, logger);
  lifecycle.onStop('revoked certificates', limits.drainDeadlineMs, async () => revoked.stop());
  const tls = followTls(options.tls(settings), logger, revoked);
  lifecycle.onStop('certificates', limits.drainDeadlineMs, async () => tls.stop());
  measureCertificates(registry, tls);
  const dependencies = { configuration: settings, tls, ...servers, logger, registry };
  const subgraph = options.compose(dependencies);
  lifecycle.onStop(subgraph.name, limits.drainDeadlineMs, () => subgraph.stop());
  await subgraph.warmUp();
  const { port, adminPort } = options.address(settings);
  if (options.api ?? true) {
    await subgraph.loadApi();
    const served = await serveExecute({
      public: {
        execute: subgraph.execute,
        callers: [gatewayName],
        answerLimits: settings.limits.operation,
      },
      internal: { execute: subgraph.internal, callers: options.internalCallers },
      isReady: databaseAnswers(databases),
      tls,
      host: settings.services.host,
      port,
      viewerSecret: () => settings.auth.viewerSecret,
      redisWaitMs: settings.redis.requestWaitMs,
      registry,
      logger,
    });
    lifecycle.onStop('calls', limits.drainDeadlineMs + limits.arrivalCheckMs, served.stop);
  }
  if (options.work ?? true) subgraph.startWork();
  const { announce } = options;
  const isServing = options.api ?? true;
  return {
    adminPort,
    announce:
      announce && isServing
        ? (ownPort) => announce(settings, { port, adminPort: ownPort }, logger)
        : undefined,
    accounts: options.accounts(dependencies, subgraph),
    required: { database: () => anyAnswer(databases) },
    optional: {
      redis: () => checkRedis(redis),
      ...eachOfSeveral(databases),
      ...warningsOf(databases, settings.database.clockOffsetSecondsMax),
    },
  };
}

/** Runs a subgraph in this process: its schemas over mutual TLS, its background work, or both. */
export function runSubgraphProcess<Settings extends SubgraphSettings>(
  options: SubgraphProcess<Settings>,
): Promise<void> {
  const isWorkOnly = options.api === false;
  return runProcess({
    name: isWorkOnly ? `${options.name}-jobs` : options.name,
    settings: options.settings,
    open: (running) => openSubgraph(options, running),
  });
}
