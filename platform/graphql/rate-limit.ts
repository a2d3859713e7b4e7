import type { GraphQLSchema } from 'graphql';
import { defaultKeyGenerator, rateLimitDirective } from 'graphql-rate-limit-directive';
import { type IRateLimiterOptions, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { countersInMemory } from '../redis/counters-in-memory';
import { createRateCounters, type RateCountersOptions } from '../redis/rate-counters';
import { networkAddressOf, type Viewer } from '../requests/viewer';
import { msPerSecond } from '../values/time';
import { rateLimited } from './errors';

/**
 * Applies `@rateLimit` to a copy of a schema. Calls of such a field are counted by network address
 * even for signed-in viewers: it guards operations such as registration that cost or reveal something
 * before there is an account, and a new account must not bring a new allowance.
 */
export type FieldRateLimits = (schema: GraphQLSchema) => GraphQLSchema;

/** The definition of `@rateLimit` as SDL. */
export const rateLimitTypeDefs = rateLimitDirective().rateLimitDirectiveTypeDefs;

/**
 * Counters in memory, about 4 MB, where there is no Redis or it is unavailable.
 * @exceeded the least used are forgotten first
 * @test platform/redis/rate-counters.test.ts
 */
export const fieldCountersMax = 20_000;

type Shared = Pick<RateCountersOptions, 'redis' | 'logger'>;

function countersOf({ redis, logger }: Shared) {
  const where = { redis, keyPrefix: 'field-rate:', countersMax: fieldCountersMax, logger };
  return createRateCounters(where).add;
}

/**
 * A limiter with our counters. It extends the one in memory because the library does not export the
 * base class.
 * @param limitOf the limit of a key, looked up for each call, because it may change.
 */
function limiterClass(shared: Shared | null, limitOf: (key: string) => number | undefined) {
  const add = shared ? countersOf(shared) : countersInMemory(fieldCountersMax, 0);
  return class extends RateLimiterMemory {
    override async consume(field: string | number, points = 1): Promise<RateLimiterRes> {
      const key = String(field);
      const [count] = await add([{ key, points, windowMs: this.duration * msPerSecond }]);
      if (count === undefined) throw new Error('Each increment has a count.');
      const { used, msLeft } = count;
      const limit = limitOf(key) ?? this.points;
      const counted = new RateLimiterRes(Math.max(0, limit - used), msLeft, used, used === points);
      // How a limiter signals that the limit is exceeded. The directive does not expect an Error.
      if (used > limit) throw counted;
      return counted;
    }
  };
}

/**
 * @param shared the Redis that has the counters if several processes share them; without it they
 * are in memory.
 * @param perMinute calls per minute by field name, where the configuration overrides the directive;
 * read at each call.
 */
export function fieldRateLimits(
  shared: Shared | null,
  perMinute: Readonly<Record<string, number>>,
): FieldRateLimits {
  const fieldOf = (key: string) => /^\w+\.(\w+):/.exec(key)?.[1] ?? '';
  const { rateLimitDirectiveTransformer } = rateLimitDirective<
    { viewer: Viewer },
    IRateLimiterOptions
  >({
    keyGenerator: (directive, source, args, context, info) =>
      `${defaultKeyGenerator(directive, source, args, context, info)}:${networkAddressOf(context.viewer) ?? 'system'}`,
    limiterClass: limiterClass(shared, (key) => perMinute[fieldOf(key)]),
    onLimit: (response) => {
      throw rateLimited(Math.ceil(response.msBeforeNext / msPerSecond));
    },
  });
  return rateLimitDirectiveTransformer;
}
