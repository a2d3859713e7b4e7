import { expect, it } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { createRateCounters } from '../../platform/redis/rate-counters';
import type { ApiKeyViewer } from '../../platform/requests/viewer';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { rateCountersMax } from '../limits';
import { rateLimit } from './rate-limit';

const countedInMemory = () =>
  createRateCounters({ redis: null, keyPrefix: '', countersMax: rateCountersMax, logger });

const charge = (fields: number) => ({ fields, signIns: 0, refreshes: 0, cost: 1 });
const keyOf = (userId: string, keyId: string): ApiKeyViewer => ({
  kind: 'apiKey',
  userId,
  keyId,
  roles: ['PARTNER'],
  scopes: ['ORDERS_READ'],
  secretId: '',
  quotaPerMinute: 20_000,
  address: '192.0.2.1',
});

it('counts all API keys of an owner together: 10,000 a minute', async () => {
  const rates = rateLimit(countedInMemory(), parseConfiguration({}).limits.rate);
  expect((await rates.count(keyOf('ada', 'one'), charge(9_999))).allowed).toBe(true);
  expect((await rates.count(keyOf('ada', 'two'), charge(1))).allowed).toBe(true);
  const refused = await rates.count(keyOf('ada', 'three'), charge(1));
  expect(refused.allowed).toBe(false);
  expect(refused.headers['ratelimit-policy']).toBe('"owner";q=10000;w=60');
  expect(refused.headers['x-ratelimit-remaining']).toBe('0');
  expect(rates.peek(keyOf('ada', 'four'), charge(1))?.allowed).toBe(false);
  expect((await rates.count(keyOf('eve', 'five'), charge(1))).allowed).toBe(true);
});

it('reads without counting', async () => {
  const rates = rateLimit(countedInMemory(), parseConfiguration({}).limits.rate);
  const viewer = { kind: 'anonymous', address: '192.0.2.1' } as const;
  for (let looked = 0; looked < 500; looked += 1) {
    expect(rates.peek(viewer, charge(1))).toBeNull();
  }
  expect((await rates.count(viewer, charge(299))).allowed).toBe(true);
  expect(rates.peek(viewer, charge(1))).toBeNull();
  const last = await rates.count(viewer, charge(1));
  expect([last.allowed, last.headers['x-ratelimit-remaining']]).toEqual([true, '0']);
  expect(rates.peek(viewer, charge(1))?.headers['x-ratelimit-limit']).toBe('300');
});

it('adds cost to the counters that the request was counted in: of a sign-in, to those alone', async () => {
  const rates = rateLimit(countedInMemory(), parseConfiguration({}).limits.rate);
  const viewer = { kind: 'anonymous', address: '192.0.2.1' } as const;
  const signIn = { fields: 0, signIns: 1, refreshes: 0, cost: 1 };
  await rates.count(viewer, signIn);
  await rates.addCost(viewer, signIn, 2_998);
  expect((await rates.count(viewer, signIn)).headers.ratelimit).toMatch(/^"login-cost";r=0;/);
  expect(rates.peek(viewer, signIn)?.allowed).toBe(false);
  expect((await rates.count(viewer, charge(1))).headers['x-ratelimit-remaining']).toBe('299');
});
