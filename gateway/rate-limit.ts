import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  type RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Viewer } from '../platform/auth/viewer';
import { assertNever } from '../platform/values/assert-never';
import { type GatewayLimits, outageLogPauseMs, rateWindowSeconds } from './limits';

/** What one request did to the counter of whoever sent it. */
export interface RateCount {
  readonly allowed: boolean;
  readonly retryAfterSeconds: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface RateLimit {
  /**
   * Counts `points`, one a root field. 0 looks without counting.
   * @returns null when the counters cannot be reached: the request passes, and the log says so.
   */
  count(viewer: Viewer, points: number): Promise<RateCount | null>;
}

interface Quota {
  readonly key: string;
  readonly perMinute: number;
}

function quotaOf(viewer: Viewer, limits: GatewayLimits): Quota {
  switch (viewer.kind) {
    case 'anonymous':
      return { key: `address:${viewer.address}`, perMinute: limits.anonymousPerMinute };
    case 'user':
      return { key: `user:${viewer.userId}`, perMinute: limits.userPerMinute };
    case 'apiKey': {
      const perMinute = viewer.quotaPerMinute ?? limits.apiKeyPerMinute;
      return { key: `key:${viewer.keyId}`, perMinute };
    }
    case 'system':
      return { key: 'system', perMinute: Number.MAX_SAFE_INTEGER };
    default:
      return assertNever(viewer);
  }
}

/** Both families of headers: the customary ones, and draft-ietf-httpapi-ratelimit-headers-10. */
function headersOf(perMinute: number, remaining: number, resetSeconds: number) {
  const reset = Math.floor(Date.now() / 1_000) + resetSeconds;
  return {
    'x-ratelimit-limit': String(perMinute),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
    ratelimit: `"default";r=${remaining};t=${resetSeconds}`,
    'ratelimit-policy': `"default";q=${perMinute};w=${rateWindowSeconds}`,
  };
}

function limiterOf(redis: Redis | null): RateLimiterAbstract {
  // The points are compared here, since quotas differ; the limiter only counts.
  const options = { points: Number.MAX_SAFE_INTEGER, duration: rateWindowSeconds };
  if (!redis) return new RateLimiterMemory({ ...options, keyPrefix: 'rate' });
  return new RateLimiterRedis({ ...options, keyPrefix: 'rate', storeClient: redis });
}

/** Requests a minute in fixed windows, exact over all processes that share a Redis. */
export function rateLimit(redis: Redis | null, limits: GatewayLimits, logger: Logger): RateLimit {
  const limiter = limiterOf(redis);
  let loggedAtMs = Number.NEGATIVE_INFINITY;

  const counted = async (key: string, points: number): Promise<RateLimiterRes | null> => {
    try {
      return await limiter.penalty(key, points);
    } catch (error) {
      if (performance.now() - loggedAtMs > outageLogPauseMs) {
        loggedAtMs = performance.now();
        logger.error({ err: error }, 'requests are not counted: the counters cannot be reached');
      }
      return null;
    }
  };

  return {
    count: async (viewer, points) => {
      const { key, perMinute } = quotaOf(viewer, limits);
      const found = await counted(key, points);
      if (found === null) return null;
      const resetSeconds = Math.max(1, Math.ceil(found.msBeforeNext / 1_000));
      const remaining = Math.max(0, perMinute - found.consumedPoints);
      return {
        allowed: points === 0 || found.consumedPoints <= perMinute,
        retryAfterSeconds: resetSeconds,
        headers: headersOf(perMinute, remaining, resetSeconds),
      };
    },
  };
}
