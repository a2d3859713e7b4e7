import type { GraphQLSchema } from 'graphql';
import { defaultKeyGenerator, rateLimitDirective } from 'graphql-rate-limit-directive';
import {
  type IRateLimiterStoreOptions,
  RateLimiterRedis,
  type RateLimiterRes,
} from 'rate-limiter-flexible';
import { MemoryLimiter } from '../redis/memory-limiter';
import type { Redis } from '../redis/redis';
import { networkAddressOf, type Viewer } from '../requests/viewer';
import { msPerSecond } from '../values/time';
import { rateLimited } from './errors';

/**
 * `@rateLimit` for single fields, counted by network address even for signed-in viewers: it guards
 * operations such as registration that cost or reveal something before there is an account, and a
 * new account must not bring a new allowance.
 */
export interface FieldRateLimits {
  readonly typeDefs: string;
  apply(schema: GraphQLSchema): GraphQLSchema;
}

interface Counter {
  readonly points: number;
  penalty(key: string, points: number): Promise<RateLimiterRes>;
}

/** The limit is looked up for each call, because it may change while the process runs. */
async function countWithin(
  counter: Counter,
  limitOf: (key: string) => number | undefined,
  key: string,
  points: number,
): Promise<RateLimiterRes> {
  const counted = await counter.penalty(key, points);
  // How a limiter signals that the limit is exceeded. The directive does not expect an Error.
  if (counted.consumedPoints > (limitOf(key) ?? counter.points)) throw counted;
  return counted;
}

/** Counts in Redis, and less exactly in memory while Redis is unavailable. */
function limiterClasses(limitOf: (key: string) => number | undefined) {
  class CountingInMemory extends MemoryLimiter {
    override consume(key: string | number, points = 1): Promise<RateLimiterRes> {
      return countWithin(this, limitOf, String(key), points);
    }
  }
  class InsuredRedisLimiter extends RateLimiterRedis {
    constructor(options: IRateLimiterStoreOptions) {
      const { points, duration, keyPrefix } = options;
      const insuranceLimiter = new MemoryLimiter({ points, duration, keyPrefix });
      super({ ...options, insuranceLimiter });
    }

    override consume(key: string | number, points = 1): Promise<RateLimiterRes> {
      return countWithin(this, limitOf, String(key), points);
    }
  }
  return { CountingInMemory, InsuredRedisLimiter };
}

/**
 * @param redis stores the counters if several processes share them; without it they are in memory.
 * @param perMinute calls per minute by field name, where the configuration overrides the directive;
 * read at each call.
 */
export function fieldRateLimits(
  redis: Redis | null,
  perMinute: Readonly<Record<string, number>>,
): FieldRateLimits {
  const fieldOf = (key: string) => /^\w+\.(\w+):/.exec(key)?.[1] ?? '';
  const classes = limiterClasses((key) => perMinute[fieldOf(key)]);
  const { rateLimitDirectiveTypeDefs, rateLimitDirectiveTransformer } = rateLimitDirective<
    { viewer: Viewer },
    IRateLimiterStoreOptions
  >({
    keyGenerator: (directive, source, args, context, info) =>
      `${defaultKeyGenerator(directive, source, args, context, info)}:${networkAddressOf(context.viewer) ?? 'system'}`,
    limiterClass: redis ? classes.InsuredRedisLimiter : classes.CountingInMemory,
    limiterOptions: { storeClient: redis, keyPrefix: 'field-rate' },
    onLimit: (response) => {
      throw rateLimited(Math.ceil(response.msBeforeNext / msPerSecond));
    },
  });
  return {
    typeDefs: rateLimitDirectiveTypeDefs,
    apply: rateLimitDirectiveTransformer,
  };
}
