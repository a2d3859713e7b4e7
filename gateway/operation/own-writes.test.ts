import { describe, expect, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { countersInMemory, type Increment } from '../../platform/redis/counters-in-memory';
import type { Viewer } from '../../platform/requests/viewer';
import type { Charge } from '../http/exchange';
import { oneRequest, rateLimit } from './rate-limit';

const limits = parseConfiguration({}).limits.rate;
const address = '192.0.2.1';
const nobody: Viewer = { kind: 'anonymous', address };
const account = { userId: 'u', roles: [], address };
const user: Viewer = { kind: 'user', generation: 0, ...account };
const ownKey = { keyId: 'k', secretId: 's', scopes: [], quotaPerMinute: null };
const key: Viewer = { kind: 'apiKey', ...ownKey, ...account };

function ratesOf(completeForMs: number) {
  const count = countersInMemory(100, 60_000);
  const add = async (increments: readonly Increment[]) => count(increments);
  return rateLimit({ add, completeForMs: () => completeForMs }, limits);
}

describe('writes of an account', () => {
  const windowMs = 10_000;
  const look: Charge = { ...oneRequest, ownWrites: { points: 0, windowMs } };
  const write: Charge = { ...oneRequest, ownWrites: { points: 1, windowMs } };

  test('are seen by its next request, with each of its credentials', async () => {
    const rates = ratesOf(Infinity);
    expect((await rates.count(user, look)).hasWritten).toBe(false);
    await rates.count(key, write);
    expect((await rates.count(user, look)).hasWritten).toBe(true);
  });

  test.each([
    [windowMs - 1, false],
    [windowMs + 1, true],
  ])('are all known if every count of the last %i ms is known', async (completeForMs, known) => {
    const rates = ratesOf(completeForMs);
    expect((await rates.count(user, look)).knowsWrites).toBe(known);
    // An address has no writes that it could miss.
    expect((await rates.count(nobody, look)).knowsWrites).toBe(true);
  });
});
