import { describe, expect, test } from 'vitest';
import { createTestRedis, redisAvailable } from './redis';

describe.skipIf(!redisAvailable)('a Redis for tests', () => {
  test('gives each caller an empty database of its own', async () => {
    const first = await createTestRedis();
    const second = await createTestRedis();
    await first.redis.set('key', 'value');
    expect(await second.redis.get('key')).toBeNull();
    expect(await first.redis.get('key')).toBe('value');
    await first.close();
    await second.close();
  });
});
