import { expect, test } from 'vitest';
import { roles, scopes } from '../../access/roles';
import { signAccessToken } from '../../platform/auth/access-token';
import { newApiKey } from '../../platform/auth/api-key';
import { createSigningKey } from '../../platform/auth/signing-key';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { createRateCounters } from '../../platform/redis/rate-counters';
import { heapBytes } from '../../platform/testing/heap';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { uuidV7 } from '../../platform/values/uuid';
import { rateCountersMax } from '../limits';
import { apiKeys } from './api-keys';
import { sessionState } from './session-state';
import { createUnknownKeys } from './unknown-keys';
import { createViewers } from './viewer';

const megabyte = 1_000_000;
/** Objects of the test itself that come and go. */
const noiseBytes = 2 * megabyte;
const noUnknownKeys = createUnknownKeys(
  createRateCounters({ redis: null, keyPrefix: '', countersMax: rateCountersMax, logger }),
  () => 1_000_000,
);

/** Fills with more than fits, and then again: by then tables have their size. */
async function measured(fill: () => Promise<unknown>) {
  const before = heapBytes();
  await fill();
  await fill();
  const full = heapBytes();
  await fill();
  // The deadline of a question to users is kept until it is over.
  await expect.poll(() => heapBytes() - full).toBeLessThan(noiseBytes);
  return heapBytes() - before;
}

test('verified tokens stay within their bytes, with the longest header each', async () => {
  const key = await createSigningKey();
  const { kid, publicJwk } = key;
  const users = (async (query: string) =>
    query.includes('endedTokens')
      ? { endedTokens: { ends: [], more: false, asOf: new Date().toISOString() } }
      : { signingKeys: [{ kid, publicJwk }] }) as ServiceCall;
  // The longest token that is looked at has 4,096 characters.
  const expected = { issuer: 'i'.repeat(2_400), audience: 'shop' };
  const terms = { ...expected, lifetimeSeconds: 900 };
  const common = { expected, unknownKeys: noUnknownKeys, keyEnvironment: 'test', logger } as const;
  const { of } = createViewers({ users, ...common });
  const fill = async () => {
    for (let count = 0; count < 800; count += 1) {
      const subject = { userId: uuidV7(), roles: [...roles], generation: 0 };
      const { token } = signAccessToken(subject, key, terms);
      const authorization = `Bearer ${' '.repeat(10_000)}${token}`;
      expect((await of({ authorization }, '')).kind).toBe('user');
    }
  };
  const kept = await measured(fill);
  expect(kept).toBeLessThan(10 * megabyte + noiseBytes);
  await expect(of({ authorization: 'Bearer x' }, '')).rejects.toThrow('not valid');
});

test('cached API keys stay within their bytes', async () => {
  const users = (async () => ({
    resolveApiKey: {
      id: uuidV7(),
      userId: uuidV7(),
      roles: [...roles],
      scopes: [...scopes],
      quotaPerMinute: 1_000,
      goodUntil: new Date(Date.now() + 60_000).toISOString(),
    },
  })) as ServiceCall;
  const keys = apiKeys(users, noUnknownKeys, logger);
  const fill = async () => {
    for (let count = 0; count < 6_000; count += 1) {
      expect((await keys.viewerOf(newApiKey('test').key, '192.0.2.1'))?.kind).toBe('apiKey');
    }
  };
  const kept = await measured(fill);
  expect(kept).toBeLessThan(20 * megabyte);
  expect(await keys.viewerOf('op_test_nothing', '192.0.2.1')).toBeNull();
});

test('accounts whose tokens have ended stay within their bytes', async () => {
  /**
   * Copies a value through JSON, so that its texts are in one piece, as if they came from the
   * network.
   */
  const parsed = <Value>(value: Value) => JSON.parse(JSON.stringify(value)) as Value;
  const token = { userId: uuidV7(), generation: 0, roles: [], tokenId: 'x', signedInAtMs: null };
  const dates = { issuedAt: new Date(0), expiresAt: new Date() };
  const keptOf = async (pages: number) => {
    let page = 0;
    const users = (async () => {
      page += 1;
      const endedAt = new Date(Date.now() + page).toISOString();
      const end = () => ({ userId: uuidV7(), belowGeneration: 1, endedAt });
      const asOf = new Date().toISOString();
      return {
        endedTokens: parsed({ ends: Array.from({ length: 1_000 }, end), more: page < pages, asOf }),
      };
    }) as ServiceCall;
    const state = sessionState(users, logger);
    const before = heapBytes();
    // No end is known for this account, and its token is older than ends that have been forgotten.
    expect(await state.isEnded({ ...token, ...dates })).toBe(true);
    const kept = heapBytes() - before;
    expect(await state.isEnded({ ...token, ...dates })).toBe(true);
    return kept;
  };
  const once = await keptOf(210);
  expect(once).toBeLessThan(60 * megabyte);
  expect((await keptOf(300)) - once).toBeLessThan(10 * noiseBytes);
});
