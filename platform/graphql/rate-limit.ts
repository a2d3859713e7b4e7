import type { GraphQLSchema } from 'graphql';
import { defaultKeyGenerator, rateLimitDirective } from 'graphql-rate-limit-directive';
import type { Redis } from 'ioredis';
import {
  type IRateLimiterStoreOptions,
  RateLimiterRedis,
  type RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Viewer } from '../auth/viewer';
import { MemoryLimiter } from '../redis/memory-limiter';
import { rateLimited } from './errors';

/**
 * `@rateLimit` on single fields, counted per network address whoever is signed in: it stands on
 * what costs or reveals something before an account does (registering, say), and a new account
 * must not be a new allowance.
 */
export interface FieldRateLimits {
  readonly typeDefs: string;
  apply(schema: GraphQLSchema): GraphQLSchema;
}

interface Counter {
  readonly points: number;
  penalty(key: string, points: number): Promise<RateLimiterRes>;
}

/** The bound is looked up for each call: it may change while the process runs. */
async function countWithin(
  counter: Counter,
  limitOf: (key: string) => number | undefined,
  key: string,
  points: number,
): Promise<RateLimiterRes> {
  const counted = await counter.penalty(key, points);
  // How a limiter says that it is enough; no Error, as the directive expects.
  if (counted.consumedPoints > (limitOf(key) ?? counter.points)) throw counted;
  return counted;
}

/** Counts in Redis, and in memory while Redis is unavailable: limited less exactly, but limited. */
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

const networkAddressOf = (viewer: Viewer): string =>
  viewer.kind === 'system' ? 'system' : viewer.address;

/**
 * @param redis where counters live when more than one process counts; in memory without.
 * @param perMinute calls a minute by field name, where the configuration says other than the
 * directive; read at each call.
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
      `${defaultKeyGenerator(directive, source, args, context, info)}:${networkAddressOf(context.viewer)}`,
    limiterClass: redis ? classes.InsuredRedisLimiter : classes.CountingInMemory,
    limiterOptions: { storeClient: redis, keyPrefix: 'field-rate' },
    onLimit: (response) => {
      throw rateLimited(Math.ceil(response.msBeforeNext / 1_000));
    },
  });
  return {
    typeDefs: rateLimitDirectiveTypeDefs,
    apply: rateLimitDirectiveTransformer,
  };
}
