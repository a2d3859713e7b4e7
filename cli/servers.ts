import path from 'node:path';
import { withKeptSecrets } from '../config/kept-secrets';
import type { Configuration } from '../config/schema';
import { isDefaultSecret } from '../config/secrets';
import { startEmbeddedPostgres } from '../platform/database/embedded';
import { migrate } from '../platform/database/migrate';
import { checkPoolBudget, createPool, type Database } from '../platform/database/pool';
import { migrateJobs } from '../platform/jobs/migrate';
import { openDataFolder } from '../platform/process/data-folder';
import type { Lifecycle } from '../platform/process/lifecycle';
import { connectRedis, type Redis } from '../platform/redis/redis';
import { startRedisChild } from '../platform/redis/redis-child';
import type { Logger } from '../platform/telemetry/logger';
import { repositoryRoot } from './repository-root';

export const rooms = ['orders', 'users', 'inventory'] as const;
export type Room = (typeof rooms)[number];
export type Urls = Readonly<Record<Room, string>>;
export type Databases = Readonly<Record<Room, Database>>;

const postgresStopDeadlineMs = 40_000;
const redisStopDeadlineMs = 10_000;
const poolStopDeadlineMs = 10_000;

export interface Starting {
  readonly configuration: Configuration;
  /** Has the configuration read again; left out by what works with one that never changes. */
  readonly refresh?: () => Promise<void>;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
}

/**
 * Takes the data folder, where one is needed, and the secrets that are kept in it.
 * @throws Error when it cannot be written, or another start has it.
 */
export function takeDataFolder(configuration: Configuration, lifecycle: Lifecycle): Configuration {
  const { auth, database, payments, redis } = configuration;
  const secrets = [...Object.values(auth), ...Object.values(payments.sandbox)];
  const servers = [redis.url, ...rooms.map((room) => database[room].url)];
  if (!secrets.some(isDefaultSecret) && !servers.includes(null)) return configuration;
  const folder = openDataFolder(configuration.dataFolder);
  lifecycle.onStop('data folder', 1_000, folder.release);
  return withKeptSecrets({ ...configuration, dataFolder: folder.path });
}

/** The urls of a PostgreSQL that was named, or of the embedded one, which is started. */
export async function openPostgres(starting: Starting): Promise<Urls> {
  const { configuration, logger, lifecycle } = starting;
  const { database, dataFolder } = configuration;
  const named = rooms.filter((room) => database[room].url !== null);
  if (named.length > 0 && named.length < rooms.length) {
    const missing = rooms.filter((room) => !named.includes(room));
    const settings = missing.map((room) => `database.${room}.url`).join(', ');
    throw new Error(`Either all databases are named, or none: ${settings} is missing.`);
  }
  if (named.length > 0) return urlsBy((room) => database[room].url ?? '');
  const onLost = (reason: string) => void lifecycle.fail(reason);
  const postgres = await startEmbeddedPostgres({ dataFolder, logger, onLost });
  lifecycle.onStop('PostgreSQL', postgresStopDeadlineMs, postgres.stop);
  return urlsBy(postgres.url);
}

function urlsBy(urlOf: (room: Room) => string): Urls {
  return { orders: urlOf('orders'), users: urlOf('users'), inventory: urlOf('inventory') };
}

/** Brings the three databases, and the tables of the jobs, up to date. @returns what was applied, by room. */
export async function migrateAll(urls: Urls, logger: Logger): Promise<Record<Room, string[]>> {
  const migrateRoom = (room: Room) =>
    migrate({
      url: urls[room],
      folder: path.join(repositoryRoot, 'prisma', room, 'migrations'),
      logger: logger.child({ database: room }),
    });
  const migrateOrders = async () => {
    const applied = await migrateRoom('orders');
    await migrateJobs({ url: urls.orders, logger: logger.child({ database: 'orders' }) });
    return applied;
  };
  const [orders, users, inventory] = await Promise.all([
    migrateOrders(),
    migrateRoom('users'),
    migrateRoom('inventory'),
  ]);
  return { orders, users, inventory };
}

/** Connections of orders beside its pool, on which it listens: for its work and, without Redis, as bus. */
const listeningMax = 2;

/** One pool a room, once it is sure that the server has room for all of them. */
export async function openPools(urls: Urls, starting: Starting): Promise<Databases> {
  const { configuration, refresh, logger, lifecycle } = starting;
  const { max, idle, lifetimeSeconds } = configuration.database.pool;
  const demand = (room: Room) => (room === 'orders' ? max + listeningMax : max);
  await checkPoolBudget(rooms.map((room) => ({ url: urls[room], max: demand(room) })));
  const open = (room: Room) => {
    const pool = createPool({
      url: urls[room],
      rotating: refresh && { url: () => configuration.database[room].url ?? urls[room], refresh },
      name: room,
      logger,
      max,
      idle,
      lifetimeSeconds,
    });
    // A room that came up ends its pool itself; this is for a start that fails before it does.
    lifecycle.onStop(`pool of ${room}`, poolStopDeadlineMs, async () => {
      if (!pool.ending) await pool.end();
    });
    return pool;
  };
  return { orders: open('orders'), users: open('users'), inventory: open('inventory') };
}

/** The Redis that was named, or one of the path as a child, or null: then memory has to do. */
export async function openRedis(starting: Starting): Promise<Redis | null> {
  const { configuration, logger, lifecycle } = starting;
  let { url } = configuration.redis;
  if (url === null) {
    const folder = path.join(configuration.dataFolder, 'redis');
    const child = await startRedisChild({ folder, logger });
    if (child === null) return null;
    lifecycle.onStop('Redis', redisStopDeadlineMs, child.stop);
    url = child.url;
  }
  const redis = await connectRedis({ url, logger, name: 'orderprocessing' });
  lifecycle.onStop('connection to Redis', redisStopDeadlineMs, () => redis.disconnect());
  return redis;
}
