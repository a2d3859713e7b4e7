import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Login, Product } from '../../client/src/generated/operations';
import { startRedisChild } from '../../platform/redis/redis-child';
import { redisAvailable } from '../../platform/testing/redis';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { demoAccount } from '../harness/people';
import { eventually, Shop } from '../harness/shop';

const limit = 40;
const surplus = 20;
const failuresMax = 5;

/** Two gateways behind one port, and a Redis of their own that can go away. */
describe.skipIf(!redisAvailable)('limits over two gateways', () => {
  const folder = folderForFile();
  let redis: NonNullable<Awaited<ReturnType<typeof startRedisChild>>>;
  let shop: Shop;

  beforeAll(async () => {
    const child = await startRedisChild({ folder, logger });
    if (child === null) throw new Error('there is no redis-server');
    redis = child;
    const settings = {
      ORDERPROCESSING_REDIS_URL: child.url,
      ORDERPROCESSING_LIMITS_RATE_USER_PER_MINUTE: String(limit),
      ORDERPROCESSING_LIMITS_RATE_SIGN_IN_FAILURES_PER_MINUTE: String(failuresMax),
    };
    shop = await Shop.start(settings, null, 'many processes');
  });
  afterAll(async () => {
    await shop?.close();
    await redis?.stop();
  });

  const guess = () =>
    shop.client.ask(Login, {
      input: { email: `${randomUUID()}@example.com`, password: 'not the password' },
    });

  test('let exactly so many of one user’s requests pass when they come at once', async () => {
    const customer = await demoAccount(shop.client, 'customer');
    const answers = await Promise.all(
      Array.from({ length: limit + surplus }, () => customer.ask(Product, { sku: 'DEMO-0001' })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(limit);
    expect(statuses.filter((status) => status === 429)).toHaveLength(surplus);
    const remaining = answers.map(({ headers }) => Number(headers.get('x-ratelimit-remaining')));
    expect(Math.min(...remaining)).toBe(0);
    for (const { status, headers } of answers) {
      expect(headers.get('x-ratelimit-limit')).toBe(String(limit));
      expect(headers.get('ratelimit-policy')).toBe(`"default";q=${limit};w=60`);
      expect(headers.has('retry-after')).toBe(status === 429);
    }
  });

  test('apply while Redis is down, also to sign-ins, and nothing else stops', async () => {
    await redis.stop();
    await eventually('an answer without Redis', async () => {
      const { status } = await shop.client.ask(Product, { sku: 'DEMO-0001' });
      return status === 200;
    });
    // The customer of the test above stays past its limit; another one is counted in memory.
    const partner = await demoAccount(shop.client, 'partner');
    const { data } = await partner.ask(Product, { sku: 'DEMO-0001' });
    expect(data?.product?.sku).toBe('DEMO-0001');
    const sent = Array.from({ length: 3 * limit }, () =>
      partner.ask(Product, { sku: 'DEMO-0001' }),
    );
    const passed = (await Promise.all(sent)).filter(({ status }) => status === 200).length;
    // Each of the two gateways counts for itself.
    expect(passed).toBeGreaterThanOrEqual(limit - 1);
    expect(passed).toBeLessThanOrEqual(2 * limit - 1);
    const statuses: number[] = [];
    // Each process of users counts: as many as are allowed, whichever gateway they came through.
    const most = failuresMax * inject('instances') + 1;
    while (statuses.length < most) statuses.push((await guess()).status);
    expect(statuses.slice(0, failuresMax)).toEqual(Array(failuresMax).fill(200));
    expect(statuses).toContain(429);
    const readiness = await fetch(`${shop.url}/ready`);
    expect(readiness.status).toBe(200);
    expect(await readiness.json()).toMatchObject({ status: 'warn', checks: { redis: 'warn' } });
  });
});
