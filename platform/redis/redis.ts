import { Redis } from 'ioredis';
import type { Logger } from '../telemetry/logger';
import { traceCommands } from './traced-commands';

export type { Redis };

export interface RedisOptions {
  readonly url: string;
  readonly logger: Logger;
  /** Seen in CLIENT LIST. */
  readonly name?: string;
  /** Milliseconds until a command without an answer fails; 1000 when left out. */
  readonly commandTimeoutMs?: number;
}

const connectTimeoutMs = 2_000;
const commandTimeoutMs = 1_000;
const retryPauseMs = 100;
const retryPauseMaxMs = 2_000;
const firstConnectionDeadlineMs = 5_000;
const keepAliveMs = 30_000;

/** ioredis takes a socket by its path alone; `unix:///path` is how a configuration names one. */
function connectionOf(url: string): string {
  return url.startsWith('unix://') ? url.slice('unix://'.length) : url;
}

/**
 * Connects to a Redis. The client goes on trying for as long as it lives, but a command never
 * waits for it: without a connection it fails at once, and nothing queues up. Losing and finding
 * the connection is logged once each time.
 * @throws Error when there is no connection within 5 s.
 */
export async function connectRedis(options: RedisOptions): Promise<Redis> {
  const redis = new Redis(connectionOf(options.url), {
    connectionName: options.name,
    connectTimeout: connectTimeoutMs,
    commandTimeout: options.commandTimeoutMs ?? commandTimeoutMs,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    keepAlive: keepAliveMs,
    lazyConnect: true,
    retryStrategy: (attempt) => Math.min(retryPauseMs * attempt, retryPauseMaxMs),
  });
  let reason = '';
  let connected = false;
  redis.on('error', (error: Error) => {
    reason = error.message;
  });
  redis.on('ready', () => {
    if (!connected) options.logger.info('connected to Redis');
    connected = true;
  });
  redis.on('close', () => {
    const lost = connected;
    connected = false;
    // The status tells a wanted end from a loss, but only once this event is over.
    setImmediate(() => {
      if (lost && redis.status !== 'end')
        options.logger.warn({ reason }, 'lost the connection to Redis');
    });
  });
  await firstConnection(redis, () => reason);
  traceCommands(redis);
  return redis;
}

async function firstConnection(redis: Redis, reasonOf: () => string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(
        () => reject(new Error(`There is no Redis to be reached: ${reasonOf()}`)),
        firstConnectionDeadlineMs,
      );
      redis.once('ready', resolve);
      // The outcome of one attempt is not the end: the retries go on until the deadline.
      redis.connect().catch(() => undefined);
    });
  } catch (error) {
    redis.disconnect();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
