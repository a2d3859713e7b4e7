import { RateLimiterRedis } from 'rate-limiter-flexible';
import { MemoryLimiter } from '../../../platform/redis/memory-limiter';
import type { Redis } from '../../../platform/redis/redis';
import { publicError } from '../../../platform/requests/public-error';
import { msPerSecond, secondsPerDay } from '../../../platform/values/time';

const exportsPerDay = 10;
/** Duration of a large export. */
const underWaySeconds = 5;

/**
 * Limits expensive exports of personal data: one at a time per account and process, a few a day.
 */
export interface ExportLimits {
  /**
   * Runs an export; failed ones do not count.
   * @throws RATE_LIMITED with `retryAfterSeconds`, and the errors of the export.
   */
  run<T>(userId: string, task: () => Promise<T>): Promise<T>;
}

function refused(message: string, retryAfterSeconds: number): Error {
  return publicError('RATE_LIMITED', message, { retryAfterSeconds });
}

/** @param redis shares the counters between processes; without it they are in memory. */
export function createExportLimits(redis: Redis | null): ExportLimits {
  const options = { keyPrefix: 'exports', points: exportsPerDay, duration: secondsPerDay };
  const memory = new MemoryLimiter(options);
  const limiter =
    redis === null
      ? memory
      : new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: memory });
  const underWay = new Set<string>();

  const count = async (userId: string): Promise<void> => {
    const { consumedPoints, msBeforeNext } = await limiter.penalty(userId);
    if (consumedPoints <= exportsPerDay) return;
    const message = `The limit is ${exportsPerDay} exports a day. Try again tomorrow.`;
    throw refused(message, Math.ceil(msBeforeNext / msPerSecond));
  };

  return {
    async run(userId, task) {
      if (underWay.has(userId)) {
        throw refused(
          'An export of your data is already running. Wait for it to finish.',
          underWaySeconds,
        );
      }
      underWay.add(userId);
      try {
        await count(userId);
        return await task().catch(async (error: unknown) => {
          await limiter.reward(userId);
          throw error;
        });
      } finally {
        underWay.delete(userId);
      }
    },
  };
}
