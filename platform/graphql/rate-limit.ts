import type { GraphQLSchema } from 'graphql';
import { defaultKeyGenerator, rateLimitDirective } from 'graphql-rate-limit-directive';
import type { Redis } from 'ioredis';
import {
  type IRateLimiterStoreOptions,
  RateLimiterMemory,
  RateLimiterRedis,
} from 'rate-limiter-flexible';
import type { Viewer } from '../auth/viewer';
import { rateLimited } from './errors';

/**
 * `@rateLimit` on single fields, counted per network address whoever is signed in: it stands on
 * what costs or reveals something before an account does (registering, say), and a new account
 * must not be a new allowance.
 */
export interface FieldRateLimits {
  readonly typeDefs: string;
  /** Calls a minute by field name, where the configuration says other than the directive. */
  readonly perMinute: Record<string, number>;
  apply(schema: GraphQLSchema): GraphQLSchema;
}

/** Counts in Redis, and in memory while Redis is away: limited less exactly, but limited. */
class InsuredRedisLimiter extends RateLimiterRedis {
  constructor(options: IRateLimiterStoreOptions) {
    const { points, duration, keyPrefix } = options;
    const insuranceLimiter = new RateLimiterMemory({ points, duration, keyPrefix });
    super({ ...options, insuranceLimiter });
  }
}

const addressOf = (viewer: Viewer): string =>
  viewer.kind === 'system' ? 'system' : viewer.address;

/**
 * @param redis where counters live when more than one process counts; in memory without.
 * @param perMinute limits from the configuration by field name.
 */
export function fieldRateLimits(
  redis: Redis | null,
  perMinute: Record<string, number>,
): FieldRateLimits {
  const { rateLimitDirectiveTypeDefs, rateLimitDirectiveTransformer } = rateLimitDirective<
    { viewer: Viewer },
    IRateLimiterStoreOptions
  >({
    keyGenerator: (directive, source, args, context, info) =>
      `${defaultKeyGenerator(directive, source, args, context, info)}:${addressOf(context.viewer)}`,
    limiterClass: redis ? InsuredRedisLimiter : RateLimiterMemory,
    limiterOptions: { storeClient: redis, keyPrefix: 'field-rate' },
    onLimit: (response) => {
      throw rateLimited(Math.ceil(response.msBeforeNext / 1_000));
    },
  });
  return {
    typeDefs: rateLimitDirectiveTypeDefs,
    perMinute,
    apply: rateLimitDirectiveTransformer,
  };
}
