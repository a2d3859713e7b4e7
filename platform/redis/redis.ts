import type { Logger } from '../telemetry/logger';
import { boundCommands, silentConnectionMsMax } from './bounded-commands';
import { createRedisClient, type Redis, type RedisServers } from './client';
import { connectNodes, isCluster, mastersConnected } from './cluster';
import { traceCommands } from './traced-commands';

export type { Redis };

export interface RedisOptions extends RedisServers {
  readonly logger: Logger;
  /**
   * Milliseconds until a command without a reply fails. Default: 1000. Requests wait less
   * (`withinRedisWait`).
   */
  readonly commandTimeoutMs?: number;
  /** How long a connection may bring nothing while commands wait. Default: 5000. */
  readonly silentConnectionMs?: number;
  /** Whether it throws without a first connection; otherwise it keeps connecting. Default: true. */
  readonly isRequired?: boolean;
}

const commandTimeoutMs = 1_000;
const firstConnectionDeadlineMs = 5_000;
/** Counted in steps, because a start that loads code blocks the event loop, on a busy machine for seconds. */
const deadlineStepMs = 250;

/**
 * Connects to Redis. The client keeps reconnecting, but commands never wait: without a connection
 * they fail at once. Each loss and reconnection is logged once.
 * @throws Error if it cannot connect while this process runs for 5 s and is required, or the file of
 * the CA cannot be read.
 */
export async function connectRedis(options: RedisOptions): Promise<Redis> {
  const redis = createRedisClient(options);
  let reason = '';
  let connected = false;
  redis.on('error', (error: Error) => {
    reason = error.message;
  });
  redis.on('ready', () => {
    if (!connected) options.logger.info('connected to Redis');
    reason = 'it was closed';
    connected = true;
  });
  redis.on('close', () => {
    const lost = connected;
    connected = false;
    // The status tells an intended close from a loss, but only after this event.
    setImmediate(() => {
      if (lost && redis.status !== 'end')
        options.logger.warn({ reason }, 'lost the connection to Redis');
    });
  });
  boundCommands(redis, {
    commandTimeoutMs: options.commandTimeoutMs ?? commandTimeoutMs,
    silentConnectionMs: options.silentConnectionMs ?? silentConnectionMsMax,
  });
  if (isCluster(redis)) connectNodes(redis, options.logger);
  try {
    await firstConnection(redis, () => reason);
  } catch (error) {
    const { isRequired = true } = options;
    if (isRequired) {
      redis.disconnect();
      throw error;
    }
    options.logger.error({ reason: (error as Error).message }, 'starting without Redis');
  }
  if (isCluster(redis)) await mastersConnected(redis);
  traceCommands(redis);
  return redis;
}

const unreachable = (reason: string) =>
  new Error(
    `There is no Redis to be reached: ${reason}. Check its server and its address in the settings, and try again.`,
  );

async function firstConnection(redis: Redis, reasonOf: () => string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      let steps = firstConnectionDeadlineMs / deadlineStepMs;
      timer = setInterval(() => {
        steps -= 1;
        if (steps === 0) reject(unreachable(reasonOf()));
      }, deadlineStepMs);
      redis.once('ready', resolve);
      // A failed attempt is not final: retries continue until the deadline.
      redis.connect().catch(() => undefined);
    });
  } finally {
    clearInterval(timer);
  }
}
