import type { Redis } from 'ioredis';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { publicError } from '../../../platform/graphql/errors';
import { MemoryLimiter } from '../../../platform/redis/memory-limiter';
import { msPerSecond, secondsPerDay } from '../../../platform/values/time';

const exportsPerDay = 10;
/** What a large export takes. */
const underWaySeconds = 5;

/** Exports of personal data are dear: one of an account at a time in a process, a few a day. */
export interface ExportLimits {
  /**
   * Runs an export; one that fails does not count.
   * @throws RATE_LIMITED with `retryAfterSeconds`, and whatever the export throws.
   */
  run<T>(userId: string, task: () => Promise<T>): Promise<T>;
}

function refused(message: string, retryAfterSeconds: number): Error {
  return publicError('RATE_LIMITED', message, { retryAfterSeconds });
}

/** @param redis where exports are counted when more than one process counts; in memory without. */
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
    const message = `There are ${exportsPerDay} exports a day. Try again tomorrow.`;
    throw refused(message, Math.ceil(msBeforeNext / msPerSecond));
  };

  return {
    async run(userId, task) {
      if (underWay.has(userId)) {
        throw refused('Your data is being exported already. Wait for it.', underWaySeconds);
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
