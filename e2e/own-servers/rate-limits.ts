import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { Login, Product } from '../../client/src/generated/operations';
import type { Client } from '../harness/client';
import { demoAccount } from '../harness/people';
import { eventually, type Shop } from '../harness/shop';
import type { Files } from './files';
import type { Servers } from './servers';

const limit = 40;
const surplus = 20;
const failuresMax = 5;

/** Requests at once that almost certainly reach both gateways. */
const askedAtOnce = 12;

/** Limits over two gateways behind one port, and without the Redis in which they count. */
export function checkRateLimits(running: () => Shop, servers: () => Servers, files: () => Files) {
  let shop: Shop;

  /** Asks for the limit, so that the accounts of the tests have used nothing of theirs. */
  let support: Client;

  /** Waits until every gateway has the limit. */
  const untilLimit = (perMinute: number) =>
    eventually(`a limit of ${perMinute}`, async () => {
      const asked = Array.from({ length: askedAtOnce }, () =>
        support.ask(Product, { sku: 'DEMO-0001' }),
      );
      const limits = (await Promise.all(asked)).map(({ headers }) =>
        headers.get('x-ratelimit-limit'),
      );
      return limits.every((found) => found === String(perMinute));
    });

  beforeAll(async () => {
    shop = running();
    support = await demoAccount(shop.client, 'support');
    files().writeLimits({ userPerMinute: limit, signInFailuresPerMinute: failuresMax });
    await untilLimit(limit);
  });
  // Other journeys follow.
  afterAll(async () => {
    files().writeSettings(90_000);
    await servers().startRedisAgain();
    await untilLimit(90_000);
  });

  const guess = () =>
    shop.client.ask(Login, {
      input: { email: `${randomUUID()}@example.com`, password: 'not the password' },
    });

  test('let exactly so many of one user’s requests pass when they come at once', async () => {
    const warehouse = await demoAccount(shop.client, 'warehouse');
    const answers = await Promise.all(
      Array.from({ length: limit + surplus }, () => warehouse.ask(Product, { sku: 'DEMO-0001' })),
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
    await servers().redis?.stop();
    await eventually('an answer without Redis', async () => {
      const { status } = await shop.client.ask(Product, { sku: 'DEMO-0001' });
      return status === 200;
    });
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
}
