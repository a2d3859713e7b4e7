import { describe, expect, it } from 'vitest';
import { createLogger } from '../telemetry/logger';
import { createTestRedis, redisAvailable } from '../testing/redis';
import { createRateCounters } from './rate-counters';

const logger = createLogger({ level: 'silent', pretty: false, name: 'test' });
const window = { keyPrefix: 'test:', countersMax: 100, logger };

describe.skipIf(!redisAvailable)('counters in Redis', () => {
  it('reading creates no counter and starts no window', async () => {
    const server = await createTestRedis();
    const counters = createRateCounters({ ...window, redis: server.redis });
    try {
      const [looked] = await counters.add([{ key: 'a', points: 0 }]);
      expect(looked).toEqual({ used: 0, msLeft: 60_000 });
      expect(await server.redis.keys('*')).toEqual([]);
      const [counted] = await counters.add([{ key: 'a', points: 3 }]);
      expect(counted?.used).toBe(3);
      expect(await server.redis.pttl('test:a')).toBeGreaterThan(0);
      const [seen] = await counters.add([{ key: 'a', points: 0 }]);
      expect(seen?.used).toBe(3);
    } finally {
      await server.close();
    }
  });
});
