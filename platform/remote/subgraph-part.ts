import type { Registry } from 'prom-client';
import { measureBackups } from '../database/backup-state';
import { measurePools, measureReplicas } from '../database/metrics';
import { createPool, type Database } from '../database/pool';
import type { AnswerLimits } from '../graphql/answer-budget';
import type { ServiceCall } from '../graphql/service-call';
import type { Subgraph } from '../graphql/subgraph';
import { settlesWithin } from '../process/child';
import { measureRedis } from '../redis/metrics';
import { connectRedis, type Redis } from '../redis/redis';
import { keptAnswer } from '../resilience/kept-answer';
import type { Logger } from '../telemetry/logger';
import * as limits from './limits';
import { measureCertificates } from './metrics';
import { type OpenedPart, type RunningPart, runPart } from './part';
import type { PartSettings, SettingsSource } from './part-settings';
import { serveExecute } from './serve-execute';
import { readTlsFiles, type TlsFiles } from './tls';

export interface SubgraphSettings extends PartSettings {
  readonly auth: { readonly viewerSecret: string };
  readonly redis: { readonly url: string | null };
  readonly backups: { readonly stateFile: string | null };
  readonly limits: { readonly operation: AnswerLimits };
  readonly database: {
    readonly pool: {
      readonly max: number;
      readonly idle: number;
      readonly lifetimeSeconds: number;
    };
  };
}

/** What a subgraph is composed of, whatever it is about. */
export interface SubgraphParts<Settings> {
  readonly configuration: Settings;
  readonly database: Database;
  readonly redis: Redis;
  readonly logger: Logger;
  readonly registry: Registry;
}

export interface SubgraphPart<Settings> {
  readonly name: string;
  readonly settings: SettingsSource<Settings>;
  readonly databaseUrl: (settings: Settings) => string | null;
  readonly tls: (settings: Settings) => TlsFiles;
  readonly address: (settings: Settings) => { readonly port: number; readonly adminPort: number };
  /** Names of the certificates whose bearers may call the internal schema. */
  readonly internalCallers: readonly string[];
  readonly compose: (parts: SubgraphParts<Settings>) => Subgraph;
  /** Who knows accounts, and keeps the audit log. */
  readonly accounts: (parts: SubgraphParts<Settings>, subgraph: Subgraph) => ServiceCall;
  /** Whether this process answers calls; yes when left out. */
  readonly api?: boolean;
  /** Whether this process does background work; yes when left out. */
  readonly work?: boolean;
}

const gatewayName = 'gateway';

async function openServers<Settings extends SubgraphSettings>(
  part: SubgraphPart<Settings>,
  { settings, refreshSettings, logger, lifecycle }: RunningPart<Settings>,
): Promise<{ database: Database; redis: Redis }> {
  const databaseUrl = part.databaseUrl(settings);
  if (databaseUrl === null)
    throw new Error(`Set database.${part.name}.url: it has no default here.`);
  const { url } = settings.redis;
  if (url === null) throw new Error('Set redis.url: several processes count together, in Redis.');
  const redis = await connectRedis({ url, logger, name: part.name });
  lifecycle.onStop('connection to Redis', limits.drainDeadlineMs, () => redis.disconnect());
  const database = createPool({
    url: databaseUrl,
    rotating: { url: () => part.databaseUrl(settings) ?? databaseUrl, refresh: refreshSettings },
    name: part.name,
    logger,
    ...settings.database.pool,
  });
  // The subgraph ends its pool itself; this is for a start that fails before there is one.
  lifecycle.onStop('database', limits.drainDeadlineMs, async () => {
    if (!database.ending) await database.end();
  });
  return { database, redis };
}

/** Of the database alone: without Redis a part does what it can. */
function databaseAnswers(database: Database): () => Promise<boolean> {
  return keptAnswer(limits.databaseAnswerKeptMs, async () => {
    let isAnswered = false;
    const asked = database.query('SELECT 1').then(
      () => {
        isAnswered = true;
      },
      // Why not is for the pool to log; here only whether it did counts.
      () => undefined,
    );
    await settlesWithin(asked, limits.databaseAnswerMs);
    return isAnswered;
  });
}

async function openSubgraph<Settings extends SubgraphSettings>(
  part: SubgraphPart<Settings>,
  running: RunningPart<Settings>,
): Promise<OpenedPart> {
  const { settings, logger, lifecycle, registry } = running;
  const { database, redis } = await openServers(part, running);
  const named = { [part.name]: database };
  measurePools(registry, named);
  measureReplicas(registry, named, logger);
  measureBackups(registry, settings.backups.stateFile, [part.name], logger);
  measureRedis(registry, redis);
  const parts = { configuration: settings, database, redis, logger, registry };
  const subgraph = part.compose(parts);
  lifecycle.onStop(subgraph.name, limits.drainDeadlineMs, () => subgraph.stop());
  const { port, adminPort } = part.address(settings);
  const tls = readTlsFiles(part.tls(settings));
  measureCertificates(registry, tls);
  if (part.api ?? true) {
    const served = await serveExecute({
      public: {
        execute: subgraph.execute,
        callers: [gatewayName],
        answerLimits: settings.limits.operation,
      },
      internal: { execute: subgraph.internal, callers: part.internalCallers },
      isReady: databaseAnswers(database),
      tls,
      host: settings.services.host,
      port,
      viewerSecret: () => settings.auth.viewerSecret,
      logger,
    });
    lifecycle.onStop('calls', limits.drainDeadlineMs + limits.arrivalCheckMs, served.stop);
  }
  if (part.work ?? true) subgraph.startWork();
  return {
    adminPort,
    accounts: part.accounts(parts, subgraph),
    needs: { database: () => database.query('SELECT 1') },
    wants: { redis: () => redis.ping() },
  };
}

/** Runs a subgraph as this process: its schemas over mutual TLS, its background work, or both. */
export function runSubgraph<Settings extends SubgraphSettings>(
  part: SubgraphPart<Settings>,
): Promise<void> {
  const isWorkOnly = part.api === false;
  return runPart({
    name: isWorkOnly ? `${part.name}-jobs` : part.name,
    settings: part.settings,
    open: (running) => openSubgraph(part, running),
  });
}
