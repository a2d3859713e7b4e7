import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newApiKey } from '../../platform/auth/api-key';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { createRateCounters } from '../../platform/redis/rate-counters';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { rateCountersMax } from '../limits';
import { codeIn, gatewayForFile, testGateway, testUserId } from '../testing/running-gateway';
import { apiKeys } from './api-keys';
import { credentialsAgeMaxMs } from './limits';
import { createUnknownKeys } from './unknown-keys';

const { key: good } = newApiKey('test');
const keyId = '018f3a3e-5b7c-7d1a-9e4f-3c2b1a0d9e8e';
const found = {
  id: keyId,
  secretId: '0123456789abcdef',
  userId: testUserId,
  roles: ['PARTNER'],
  scopes: ['ORDERS_READ'],
  quotaPerMinute: 3,
  goodUntil: null as string | null,
};

/** Users as the gateway asks it for keys: it knows one. */
function users() {
  const state = { asked: 0, revoked: false, away: false, goodUntil: null as string | null };
  const call = (async (_query, { key }) => {
    state.asked += 1;
    if (state.away) throw new Error('connection refused');
    const known = key === good && !state.revoked;
    return { resolveApiKey: known ? { ...found, goodUntil: state.goodUntil } : null };
  }) as ServiceCall;
  return { state, call };
}

const triesMax = 5;
const knownTo = (call: ServiceCall) =>
  apiKeys(
    call,
    createUnknownKeys(
      createRateCounters({ redis: null, keyPrefix: '', countersMax: rateCountersMax, logger }),
      () => triesMax,
    ),
    logger,
  );

describe('an API key', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const ask = (keys: ReturnType<typeof apiKeys>, key = good) => keys.viewerOf(key, '192.0.2.1');

  it('is the owner that users returns, read once for many requests', async () => {
    const { state, call } = users();
    const keys = knownTo(call);
    const [viewer] = await Promise.all([ask(keys), ask(keys), ask(keys)]);
    const { userId, secretId, roles, scopes, quotaPerMinute } = found;
    const rights = { userId, secretId, roles, scopes, quotaPerMinute };
    expect(viewer).toEqual({ kind: 'apiKey', keyId, ...rights, address: '192.0.2.1' });
    expect(state.asked).toBe(1);
  });

  it('is asked about a second time if an instance of users does not answer in time', async () => {
    const { state, call } = users();
    let isLate = true;
    const hanging = (async (...args: Parameters<ServiceCall>) => {
      if (isLate) {
        isLate = false;
        throw new DOMException('The operation timed out.', 'TimeoutError');
      }
      return call(...args);
    }) as ServiceCall;
    expect(await ask(knownTo(hanging))).toMatchObject({ kind: 'apiKey', keyId });
    expect(state.asked).toBe(1);
  });

  it('with a wrong checksum is refused without a lookup', async () => {
    const { state, call } = users();
    const mistyped = good.endsWith('x') ? `${good.slice(0, -1)}y` : `${good.slice(0, -1)}x`;
    expect(await ask(knownTo(call), mistyped)).toBeNull();
    expect(state.asked).toBe(0);
  });

  it('that was revoked is refused within the promised time', async () => {
    const { state, call } = users();
    const keys = knownTo(call);
    await ask(keys);
    state.revoked = true;
    expect(await ask(keys)).not.toBeNull();
    await vi.advanceTimersByTimeAsync(credentialsAgeMaxMs);
    expect(await ask(keys)).toBeNull();
  });

  it('is refused from its expiry on, cached or not', async () => {
    const { state, call } = users();
    state.goodUntil = new Date(Date.now() + 1_000).toISOString();
    const keys = knownTo(call);
    expect(await ask(keys)).not.toBeNull();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await ask(keys)).toBeNull();
    expect(state.asked).toBe(1);
  });

  it('that cannot be checked is accepted once it can be', async () => {
    const { state, call } = users();
    const keys = knownTo(call);
    state.away = true;
    await expect(ask(keys)).rejects.toMatchObject({
      extensions: { code: 'SERVICE_UNAVAILABLE' },
    });
    state.away = false;
    expect(await ask(keys)).not.toBeNull();
  });
});

describe('unknown keys', () => {
  const strange = () => newApiKey('test').key;

  async function tryTooMany(keys: ReturnType<typeof apiKeys>): Promise<void> {
    for (let count = 0; count < triesMax; count += 1) {
      expect(await keys.viewerOf(strange(), '192.0.2.1')).toBeNull();
    }
  }

  it('are looked up a limited number of times per minute and network address', async () => {
    const { state, call } = users();
    const keys = knownTo(call);
    await tryTooMany(keys);
    const surplus = keys.viewerOf(strange(), '192.0.2.1');
    await expect(surplus).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
    expect(state.asked).toBe(triesMax);
    expect(await keys.viewerOf(strange(), '192.0.2.2')).toBeNull();
  });

  it('do not block a known key from the same address', async () => {
    vi.useFakeTimers();
    try {
      const { call } = users();
      const keys = knownTo(call);
      await keys.viewerOf(good, '192.0.2.1');
      await tryTooMany(keys);
      await vi.advanceTimersByTimeAsync(credentialsAgeMaxMs);
      expect(await keys.viewerOf(good, '192.0.2.1')).not.toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  it('are RATE_LIMITED 429 with Retry-After', async () => {
    const rate = { signInFailuresPerMinute: 1 };
    await using gateway = await testGateway({
      users: users().call,
      configuration: { limits: { rate } },
    });
    const tryOne = () => gateway.post({ query: '{ whoAmI }' }, { 'x-api-key': strange() });
    expect((await tryOne()).status).toBe(401);
    const surplus = await tryOne();
    expect([surplus.status, codeIn(surplus)]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(surplus.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('a request with an API key', () => {
  const gateway = gatewayForFile({ users: users().call });

  const ask = (headers: Record<string, string>) => gateway.post({ query: '{ whoAmI }' }, headers);

  it('acts as the owner of the key, within the quota of the key', async () => {
    const first = await ask({ 'x-api-key': good });
    const { viewer } = JSON.parse(String(first.body.data?.whoAmI));
    expect(viewer).toMatchObject({ kind: 'apiKey', keyId, userId: testUserId });
    expect(first.headers.get('x-ratelimit-limit')).toBe('3');
    await ask({ 'x-api-key': good });
    await ask({ 'x-api-key': good });
    const surplus = await ask({ 'x-api-key': good });
    expect([surplus.status, codeIn(surplus)]).toEqual([429, 'RATE_LIMITED']);
  });

  it.each([
    ['a bad key', { 'x-api-key': newApiKey('test').key }],
    ['no key at all', { 'x-api-key': '' }],
    ['two keys', { 'x-api-key': `${good}, ${good}` }],
    ['a token besides', { 'x-api-key': good, authorization: 'Bearer token' }],
  ])('is UNAUTHENTICATED with %s', async (_what, headers) => {
    const answer = await ask(headers as Record<string, string>);
    expect([answer.status, codeIn(answer)]).toEqual([401, 'UNAUTHENTICATED']);
  });
});
