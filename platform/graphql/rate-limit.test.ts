import { buildSchema, graphql } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Redis } from '../redis/redis';
import { createTestRedis, redisAvailable } from '../testing/redis';
import { silentLogger as logger } from '../testing/silent-logger';
import { fieldRateLimits, rateLimitTypeDefs } from './rate-limit';

const anonymous = { kind: 'anonymous', address: '192.0.2.1' } as const;

function limited(redis: Redis | null, perMinute: Readonly<Record<string, number>>) {
  const limitsOf = fieldRateLimits(redis && { redis, logger }, perMinute);
  const schema = limitsOf(
    buildSchema(`${rateLimitTypeDefs}
      type Query {
        guarded: Int @rateLimit(limit: 2, duration: 60)
        other: Int @rateLimit(limit: 2, duration: 60)
      }`),
  );
  return async (source: string) => {
    const { errors = [] } = await graphql({
      schema,
      source,
      contextValue: { viewer: anonymous },
      rootValue: { guarded: 1, other: 1 },
    });
    return errors.map(({ extensions }) => extensions.code);
  };
}

async function followsChanges(redis: Redis | null): Promise<void> {
  const bounds = { guarded: 1 };
  const ask = limited(redis, bounds);
  expect(await ask('{ guarded }')).toEqual([]);
  expect(await ask('{ guarded }')).toEqual(['RATE_LIMITED']);
  bounds.guarded = 5;
  expect(await ask('{ guarded }')).toEqual([]);
  // The directive of another field has the same numbers, and keeps them.
  expect(await ask('{ a: other b: other }')).toEqual([]);
  expect(await ask('{ other }')).toEqual(['RATE_LIMITED']);
}

describe('the limit of a field', () => {
  test('follows the settings', () => followsChanges(null));

  test.skipIf(!redisAvailable)('is so too when it is counted in Redis', async () => {
    const { redis, close } = await createTestRedis();
    await followsChanges(redis);
    await close();
  });
});
