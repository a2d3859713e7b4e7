import { expect, test } from 'vitest';
import { openForFile } from '../testing/open-for-file';
import { createTestRedis, redisAvailable } from '../testing/redis';
import { silentLogger as logger } from '../testing/silent-logger';
import { sharedEntryBytesMax, sharedSlots, sharedSlotsMax } from './shared-slots';

const lifetimeMs = 60_000;
const atOnce = 256;
const readAt = { epoch: 'e', snapshot: '1:1:', lifetimeMs };

const entry = (name: string, text = 'x') => ({ ...readAt, name, text });

if (redisAvailable) {
  const own = openForFile(createTestRedis);

  test('uses at most as many keys in Redis as it has slots', async () => {
    const slots = sharedSlots({ redis: own.redis, logger });
    const names = Array.from({ length: 3 * sharedSlotsMax }, (_, at) => `rows:${at}`);
    for (let from = 0; from < names.length; from += atOnce) {
      slots.set(names.slice(from, from + atOnce).map((name) => entry(name)));
      // Commands are answered in order.
      await own.redis.ping();
    }
    const used = await own.redis.dbsize();
    expect(used).toBeGreaterThan(sharedSlotsMax * 0.9);
    expect(used).toBeLessThanOrEqual(sharedSlotsMax);
    let found = 0;
    for (let from = 0; from < names.length; from += atOnce) {
      const entries = await slots.get(names.slice(from, from + atOnce));
      expect([...entries].every(([name, one]) => one.name === name)).toBe(true);
      found += entries.size;
    }
    expect(found).toBe(used);
  });

  test('leaves out what is longer than a slot, and forgets each entry after its lifetime', async () => {
    await own.redis.flushdb();
    const slots = sharedSlots({ redis: own.redis, logger });
    slots.set([entry('long', 'x'.repeat(sharedEntryBytesMax)), entry('short')]);
    expect([...(await slots.get(['long', 'short'])).keys()]).toEqual(['short']);
    const lifetimes = await Promise.all(
      (await own.redis.keys('data:*')).map((key) => own.redis.pttl(key)),
    );
    expect(lifetimes.every((ms) => ms > 0 && ms <= lifetimeMs)).toBe(true);
  });
}
