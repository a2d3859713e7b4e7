import { existsSync } from 'node:fs';
import path from 'node:path';
import { guardedTables } from '../../config/guarded-tables';
import { hasDefaultSecrets, withGeneratedSecrets } from '../../config/loading/generated-secrets';
import { hasEmbeddedPostgres } from '../../config/process/embedded-postgres';
import type { Configuration } from '../../config/schema';
import { shardDatabases } from '../../config/schema/shards';
import {
  bySubgraph,
  hasJobs,
  type SubgraphName,
  shardedSubgraph,
  subgraphNames,
} from '../../config/subgraphs';
import { startLogReceiver } from '../../platform/backup/log-receiver';
import { openBackupFolder } from '../../platform/backup/repository';
import { grantApplicationRole } from '../../platform/database/application-role';
import { dropReceiverSlot } from '../../platform/database/archived-log';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../platform/database/embedded';
import { demandOwnCluster, postgresAccount } from '../../platform/database/embedded-account';
import { clusterFolders, withPasswordFile } from '../../platform/database/embedded-cluster';
import { placeOf } from '../../platform/database/ensure-database';
import { demandNoneLost, type InstalledDatabase } from '../../platform/database/kept-databases';
import { migrate } from '../../platform/database/migrate';
import { migrateJobs } from '../../platform/jobs/migrate';
import { dataFolderHolder, openDataFolder } from '../../platform/process/data-folder';
import type { Lifecycle } from '../../platform/process/lifecycle';
import { repositoryRoot } from '../../platform/process/repository-root';
import { connectRedis, type Redis } from '../../platform/redis/redis';
import { startRedisChild } from '../../platform/redis/redis-child';
import type { Logger } from '../../platform/telemetry/logger';

/** The database URL of each subgraph. */
export type Urls = Readonly<Record<SubgraphName, string>>;
/** The owner migrates a database; the application reads and changes its rows. */
export interface DatabaseUrls {
  readonly owner: Urls;
  readonly application: Urls;
  /** The databases with shards of orders besides the home, which is among the others. */
  readonly shards: readonly ShardUrls[];
}
export interface ShardUrls {
  readonly name: string;
  readonly owner: string;
  readonly application: string;
}

/** Servers that another process keeps running. */
export interface RunningServers {
  readonly dataFolder: string;
  readonly urls: DatabaseUrls;
  /** Null without Redis. */
  readonly redisUrl: string | null;
}

const postgresStopDeadlineMs = 40_000;
const receiverStopDeadlineMs = 10_000;
const redisStopDeadlineMs = 10_000;

export interface Starting {
  readonly configuration: Configuration;
  /** Reads the configuration again; absent if it never changes. */
  readonly refresh?: () => Promise<void>;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
}

/** Whether PostgreSQL or Redis write to the data folder. */
export const hasOwnServers = (configuration: Configuration): boolean =>
  configuration.redis.url === null || hasEmbeddedPostgres(configuration);

const needsDataFolder = (configuration: Configuration): boolean =>
  hasOwnServers(configuration) || hasDefaultSecrets(configuration);

/**
 * Checks that no other process uses the data folder. It comes before the check of ports, because
 * the ports of a shop that already runs are in use. PostgreSQL checks its account itself, but Redis
 * and the sandbox start beside it, and would leave files that the account of the shop cannot use.
 * @throws Error with the next step if another process uses the data folder, and one is needed, or if
 * its databases belong to another account.
 */
export function checkDataFolder(configuration: Configuration): void {
  const { data } = clusterFolders(path.resolve(configuration.dataFolder));
  // A first start asks for the account later: what is missing besides is said before it is created.
  if (hasEmbeddedPostgres(configuration) && existsSync(data)) {
    demandOwnCluster(data, postgresAccount());
  }
  const pid = needsDataFolder(configuration) ? dataFolderHolder(configuration.dataFolder) : null;
  if (pid === null) return;
  throw new Error(
    `The shop runs already, or another command uses its data folder ${path.resolve(configuration.dataFolder)} (process ${pid}). ` +
      'Stop it with orderprocessing stop, or set dataFolder and server.portOffset for a second shop.',
  );
}

/**
 * Locks the data folder, if one is needed, and loads the secrets stored in it.
 * @throws Error when it cannot be written, or another process has locked it.
 */
export function takeDataFolder(configuration: Configuration, lifecycle: Lifecycle): Configuration {
  if (!needsDataFolder(configuration)) return configuration;
  const folder = openDataFolder(configuration.dataFolder);
  lifecycle.onStop('data folder', 1_000, folder.release);
  return withGeneratedSecrets({ ...configuration, dataFolder: folder.path });
}

/**
 * The data folder of a start, by whose lock `stop`, `status` and `restart` find the process. A shop
 * whose servers and secrets are elsewhere also runs where the folder is in use or cannot be written.
 * @throws Error when it is needed and cannot be had.
 */
export function takeDataFolderOfStart({
  configuration,
  lifecycle,
  logger,
}: Starting): Configuration {
  if (needsDataFolder(configuration)) return takeDataFolder(configuration, lifecycle);
  try {
    const folder = openDataFolder(configuration.dataFolder);
    lifecycle.onStop('data folder', 1_000, folder.release);
  } catch (error) {
    logger.warn({ err: error }, 'data folder not locked');
  }
  return configuration;
}

/** Starts the receiver of the write-ahead log, for which commits wait. */
async function receiveLog(
  postgres: EmbeddedPostgres,
  { configuration, logger, lifecycle }: Starting,
): Promise<void> {
  const { dataFolder, backups } = configuration;
  const { folder, account } = openBackupFolder({ dataFolder, folder: backups.folder });
  const stop = await startLogReceiver({
    url: postgres.tcpUrl('postgres'),
    folder,
    account,
    logger,
    onLost: (reason) => void lifecycle.fail(reason),
  });
  lifecycle.onStop('pg_receivewal', receiverStopDeadlineMs, stop);
}

/** @throws Error if migrations would run through a pooler, although they lock and set by session. */
function refusePooledMigrations(database: Configuration['database']): void {
  const name = subgraphNames.find(
    (each) => database[each].directUrl !== null && database[each].ownerUrl === null,
  );
  if (name === undefined) return;
  throw new Error(
    `Set database.${name}.ownerUrl to the server itself: migrations cannot run through the pooler of database.${name}.url.`,
  );
}

/** The URLs of the configured PostgreSQL, or of the embedded one, which is started. */
export async function openPostgres(starting: Starting): Promise<DatabaseUrls> {
  const { configuration, logger, lifecycle } = starting;
  const { database, dataFolder } = configuration;
  const missing = subgraphNames.filter((name) => database[name].url === null);
  if (missing.length > 0 && missing.length < subgraphNames.length) {
    const settings = missing.map((name) => `database.${name}.url`).join(', ');
    throw new Error(`Set all database URLs or none: ${settings} is missing.`);
  }
  if (missing.length === 0) {
    refusePooledMigrations(database);
    const application = bySubgraph((name) => database[name].url ?? '');
    const owner = bySubgraph((name) => database[name].ownerUrl ?? application[name]);
    const both = subgraphNames.filter((name) => database[name].ownerUrl === null);
    if (both.length > 0) logger.info({ databases: both }, 'one role migrates and serves');
    return { owner, application, shards: shardUrls(configuration) };
  }
  const onLost = (reason: string) => void lifecycle.fail(reason);
  const copiesLog = configuration.backups.synchronousLog;
  const postgres = await startEmbeddedPostgres({ dataFolder, logger, copiesLog, onLost });
  lifecycle.onStop('PostgreSQL', postgresStopDeadlineMs, postgres.stop);
  try {
    if (copiesLog) await receiveLog(postgres, starting);
    else await dropReceiverSlot(postgres.tcpUrl('postgres'));
  } catch (error) {
    throw withPasswordFile(dataFolder, error);
  }
  const application = bySubgraph(postgres.applicationUrl);
  return { owner: bySubgraph(postgres.url), application, shards: [] };
}

/** The databases with shards of orders besides the home. */
export const shardUrls = ({ database }: Pick<Configuration, 'database'>): ShardUrls[] =>
  shardDatabases(database.orders)
    .slice(1)
    .map(({ name, url, ownerUrl }) => ({ name, owner: ownerUrl ?? url, application: url }));

/** The folder of a subgraph's migrations. */
export const migrationsOf = (name: SubgraphName): string =>
  path.join(repositoryRoot, 'prisma', name, 'migrations');

/** The name of a shard changes with its place in the settings, so its key is where it is. */
export const installedDatabases = ({ owner, shards }: DatabaseUrls): InstalledDatabase[] => [
  ...subgraphNames.map((name) => ({ name, key: name, url: owner[name] })),
  ...shards.map(({ name, owner: url }) => ({ name, key: placeOf(url), url })),
];

/** Migrates one database of a subgraph. @returns the migrations that were applied. */
async function migrateOne(
  subgraph: SubgraphName,
  { name, owner, application }: ShardUrls,
  logger: Logger,
): Promise<string[]> {
  const database = { url: owner, logger: logger.child({ database: name }) };
  const applied = await migrate({ ...database, folder: migrationsOf(subgraph) });
  if (hasJobs(subgraph)) await migrateJobs(database);
  if (owner !== application) {
    const { url: ownerUrl, logger: own } = database;
    const guarded = guardedTables[subgraph];
    await grantApplicationRole({ ownerUrl, url: application, guarded, logger: own });
  }
  return applied;
}

/**
 * Migrates all databases, and the job tables of subgraphs that have jobs, and gives the role of the
 * application its rights. The databases with shards follow one after the other; if one fails, the
 * next call begins with what is left.
 * @param created names of lost databases that may be created empty.
 * @returns the migrations that were applied, by subgraph.
 * @throws Error if another database was lost.
 */
export async function migrateAll(
  urls: DatabaseUrls,
  logger: Logger,
  created: readonly string[] = [],
): Promise<Record<SubgraphName, string[]>> {
  const { owner, application, shards } = urls;
  const recordAll = await demandNoneLost(installedDatabases(urls), created);
  const migrateFirst = async (name: SubgraphName) => {
    const database = { name, owner: owner[name], application: application[name] };
    return [name, await migrateOne(name, database, logger)] as const;
  };
  const applied = new Map(await Promise.all(subgraphNames.map(migrateFirst)));
  const ofOrders = new Set(applied.get(shardedSubgraph));
  for (const shard of shards) {
    for (const migration of await migrateOne(shardedSubgraph, shard, logger))
      ofOrders.add(migration);
  }
  await recordAll(logger);
  return { ...bySubgraph((name) => applied.get(name) ?? []), [shardedSubgraph]: [...ofOrders] };
}

/**
 * The URL of the configured Redis, or of a redis-server that is started; null if the PATH has none.
 */
export async function startRedis(starting: Starting): Promise<string | null> {
  const { configuration, logger, lifecycle } = starting;
  if (configuration.redis.url !== null) return configuration.redis.url;
  const folder = path.join(configuration.dataFolder, 'redis');
  const child = await startRedisChild({ folder, logger });
  if (child === null) return null;
  lifecycle.onStop('Redis', redisStopDeadlineMs, child.stop);
  return child.url;
}

/** Null without a URL: then memory is used. */
export async function connectToRedis(
  url: string | null,
  { configuration, logger, lifecycle }: Starting,
  { isRequired = true } = {},
): Promise<Redis | null> {
  if (url === null) return null;
  const redis = await connectRedis({
    ...configuration.redis,
    url,
    logger,
    name: 'orderprocessing',
    isRequired,
  });
  lifecycle.onStop('connection to Redis', redisStopDeadlineMs, () => redis.disconnect());
  return redis;
}

/** The configured Redis, a redis-server from the PATH as a child process, or null to use memory. */
export async function openRedis(starting: Starting): Promise<Redis | null> {
  return connectToRedis(await startRedis(starting), starting);
}
