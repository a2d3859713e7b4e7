import { describe, expect, test, vi } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import type { Count, Increment } from '../../platform/redis/counters-in-memory';
import type { Viewer } from '../../platform/requests/viewer';
import type { Charge } from '../http/exchange';
import {
  mistakenSignIn,
  oneRefresh,
  oneRequest,
  oneSignIn,
  type RateLimit,
  rateLimit,
} from './rate-limit';

const limits = {
  ...parseConfiguration({}).limits.rate,
  anonymousPerMinute: 10,
  userPerMinute: 20,
  apiKeyPerMinute: 30,
  storefrontKeyPerMinute: 40,
  signInsPerMinute: 5,
  refreshesPerMinute: 6,
  costPerField: 100,
};
const address = '192.0.2.1';
const nobody: Viewer = { kind: 'anonymous', address };
const user: Viewer = { kind: 'user', userId: 'u', roles: [], generation: 0, address };
const key: Viewer = {
  kind: 'apiKey',
  userId: 'u',
  keyId: 'k',
  secretId: 's',
  roles: [],
  scopes: [],
  quotaPerMinute: null,
  address,
};
const storefront: Viewer = {
  kind: 'anonymous',
  address,
  storefront: { keyId: 'f', userId: 'u', quotaPerMinute: null },
};
const system: Viewer = { kind: 'system', cause: 'a job' };
const fields = (count: number, cost = 1): Charge => ({
  fields: count,
  signIns: 0,
  refreshes: 0,
  cost,
});

/** Counts each key, and says what was added in each round trip. */
function counted(msLeft = 30_000): { rates: RateLimit; added: Increment[][] } {
  const used = new Map<string, number>();
  const added: Increment[][] = [];
  const add = async (increments: readonly Increment[]): Promise<readonly Count[]> => {
    added.push([...increments]);
    return increments.map(({ key: name, points }) => {
      used.set(name, (used.get(name) ?? 0) + points);
      return { used: used.get(name) ?? 0, msLeft };
    });
  };
  return { rates: rateLimit({ add, completeForMs: () => Infinity }, limits), added };
}

/** What a request is counted by: the limit, its key, and its points. */
async function quotasOf(viewer: Viewer, charge: Charge) {
  const { rates, added } = counted();
  await rates.count(viewer, charge);
  return added
    .flat()
    .map((each) => each as Increment & { policy: string; perMinute: number })
    .map(({ policy, key: name, perMinute, points }) => [policy, name, perMinute, points]);
}

describe('a request is counted', () => {
  test.each<[string, Viewer, Charge, unknown[][]]>([
    [
      'by its address',
      nobody,
      fields(3, 50),
      [
        ['default', `address:${address}`, 10, 3],
        ['default-cost', `address:${address}:cost`, 1_000, 50],
      ],
    ],
    [
      'by its account, as one field and one point at least',
      user,
      fields(0, 0),
      [
        ['default', 'user:u', 20, 1],
        ['default-cost', 'user:u:cost', 2_000, 1],
      ],
    ],
    [
      'by its key, and with all keys of the owner',
      key,
      oneRequest,
      [
        ['default', 'key:k', 30, 1],
        ['default-cost', 'key:k:cost', 3_000, 1],
        ['owner', 'keys-of:user:u', 10_000, 1],
        ['owner-cost', 'keys-of:user:u:cost', 1_000_000, 1],
      ],
    ],
    [
      'by the key of a storefront',
      storefront,
      oneRequest,
      [
        ['default', 'key:f', 40, 1],
        ['default-cost', 'key:f:cost', 4_000, 1],
        ['owner', 'keys-of:user:u', 10_000, 1],
        ['owner-cost', 'keys-of:user:u:cost', 1_000_000, 1],
      ],
    ],
    [
      'as a sign-in alone',
      user,
      oneSignIn,
      [
        ['login', `login:${address}`, 5, 1],
        ['login-cost', `login:${address}:cost`, 500, 1],
      ],
    ],
    [
      'as a refresh alone',
      nobody,
      oneRefresh,
      [
        ['refresh', `refresh:${address}`, 6, 1],
        ['refresh-cost', `refresh:${address}:cost`, 600, 1],
      ],
    ],
    [
      'as both if it is neither',
      nobody,
      mistakenSignIn,
      [
        ['login', `login:${address}`, 5, 1],
        ['login-cost', `login:${address}:cost`, 500, 1],
        ['refresh', `refresh:${address}`, 6, 1],
        ['refresh-cost', `refresh:${address}:cost`, 600, 1],
      ],
    ],
    [
      'as a sign-in beside its other fields',
      nobody,
      { fields: 2, signIns: 3, refreshes: 0, cost: 7 },
      [
        ['login', `login:${address}`, 5, 3],
        ['login-cost', `login:${address}:cost`, 500, 7],
        ['default', `address:${address}`, 10, 2],
        ['default-cost', `address:${address}:cost`, 1_000, 7],
      ],
    ],
    ['not at all for the system', system, mistakenSignIn, []],
  ])('%s', async (_how, viewer, charge, expected) => {
    expect(await quotasOf(viewer, charge)).toEqual(expected);
  });

  test('by the quota of its key where it has one', async () => {
    const [[, , ofKey] = []] = await quotasOf({ ...key, quotaPerMinute: 7 }, oneRequest);
    const own = { keyId: 'f', userId: 'u', quotaPerMinute: 8 };
    const [[, , ofStorefront] = []] = await quotasOf({ ...nobody, storefront: own }, oneRequest);
    expect([ofKey, ofStorefront]).toEqual([7, 8]);
  });

  test('in no round trip where nothing is counted, and is unlimited', async () => {
    const { rates, added } = counted();
    expect(await rates.count(system, oneRequest)).toEqual({
      allowed: true,
      retryAfterSeconds: 0,
      hasWritten: false,
      knowsWrites: true,
      headers: {},
    });
    await rates.addCost(system, oneRequest, 5);
    expect(rates.peek(system, oneRequest)).toBeNull();
    expect(added).toEqual([]);
  });
});

describe('a response', () => {
  test('describes the limit with the smallest share left', async () => {
    vi.useFakeTimers({ now: 1_000_500, toFake: ['Date'] });
    try {
      const { rates } = counted();
      expect(await rates.count(nobody, fields(2, 100))).toEqual({
        allowed: true,
        retryAfterSeconds: 30,
        hasWritten: false,
        knowsWrites: true,
        headers: {
          'x-ratelimit-limit': '10',
          'x-ratelimit-remaining': '8',
          'x-ratelimit-reset': '1030',
          ratelimit: '"default";r=8;t=30',
          'ratelimit-policy': '"default";q=10;w=60',
        },
      });
      const expensive = await rates.count(nobody, fields(1, 600));
      expect(expensive.headers.ratelimit).toBe('"default-cost";r=300;t=30');
    } finally {
      vi.useRealTimers();
    }
  });

  test('refuses what is past a limit, and not what is at it', async () => {
    const { rates } = counted();
    expect((await rates.count(nobody, fields(10))).allowed).toBe(true);
    const refused = await rates.count(nobody, fields(1));
    expect([refused.allowed, refused.headers['x-ratelimit-remaining']]).toEqual([false, '0']);
  });

  test.each([
    [61_000, 60],
    [60_000, 60],
    [1_001, 2],
    [1_000, 1],
    [0, 1],
    [-5, 1],
  ])('says to come again after whole seconds: %i ms are %i s', async (msLeft, seconds) => {
    const { rates } = counted(msLeft);
    expect((await rates.count(nobody, oneRequest)).retryAfterSeconds).toBe(seconds);
  });

  test('of two exhausted limits describes the one that resets later', async () => {
    const msLeft = (name: string) => (name.startsWith('login') ? 5_000 : 40_000);
    const add = async (increments: readonly Increment[]) =>
      increments.map(({ key: name, points }) => ({ used: 100 * points, msLeft: msLeft(name) }));
    const charge = { fields: 1, signIns: 1, refreshes: 0, cost: 1 };
    const rates = rateLimit({ add, completeForMs: () => Infinity }, limits);
    const { headers } = await rates.count(nobody, charge);
    expect(headers.ratelimit).toBe('"default";r=0;t=40');
  });
});

describe('what is known without counting', () => {
  test('is that a limit is used up, until its window ends', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const { rates, added } = counted();
      await rates.count(nobody, fields(9));
      expect(rates.peek(nobody, oneRequest)).toBeNull();
      await rates.count(nobody, fields(1));
      expect(rates.peek(nobody, oneRequest)).toMatchObject({
        allowed: false,
        retryAfterSeconds: 30,
        headers: { ratelimit: '"default";r=0;t=30' },
      });
      expect(rates.peek(user, oneRequest)).toBeNull();
      expect(rates.peek(nobody, oneSignIn)).toBeNull();
      vi.advanceTimersByTime(29_999);
      expect(rates.peek(nobody, oneRequest)?.retryAfterSeconds).toBe(1);
      vi.advanceTimersByTime(1);
      expect(rates.peek(nobody, oneRequest)).toBeNull();
      expect(added).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });

  test('changes with the limit', async () => {
    const { rates } = counted();
    const small: Viewer = { ...key, quotaPerMinute: 5 };
    await rates.count(small, fields(5));
    expect(rates.peek(small, oneRequest)?.allowed).toBe(false);
    expect(rates.peek({ ...key, quotaPerMinute: 6 }, oneRequest)).toBeNull();
  });

  test('counts the cost of a response, too', async () => {
    const { rates, added } = counted();
    await rates.addCost(nobody, oneRequest, 1_000);
    expect(added).toMatchObject([[{ key: `address:${address}:cost`, points: 1_000 }]]);
    expect(rates.peek(nobody, oneRequest)?.headers.ratelimit).toBe('"default-cost";r=0;t=30');
  });
});
