import type { GraphQLSchema } from 'graphql';
import { defaultKeyGenerator, rateLimitDirective } from 'graphql-rate-limit-directive';
import type { Redis } from 'ioredis';
import { type IRateLimiterStoreOptions, RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { userIdOf, type Viewer } from '../auth/viewer';
import { rateLimited } from './errors';

/** `@rateLimit` on single fields, counted per viewer, or per address for those not signed in. */
export interface FieldRateLimits {
  readonly typeDefs: string;
  /** Calls a minute by field name, where the configuration says other than the directive. */
  readonly perMinute: Record<string, number>;
  apply(schema: GraphQLSchema): GraphQLSchema;
}

function identityOf(viewer: Viewer): string {
  if (viewer.kind === 'anonymous') return viewer.address;
  return userIdOf(viewer) ?? 'system';
}

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
      `${defaultKeyGenerator(directive, source, args, context, info)}:${identityOf(context.viewer)}`,
    limiterClass: redis ? RateLimiterRedis : RateLimiterMemory,
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
