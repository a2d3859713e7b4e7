import { describe, expect, it } from 'vitest';
import { msPerMinute } from '../../../platform/values/time';
import { networkOf, unpaidRetryAt, unpaidUnitsMax } from './unpaid-units';

const limits = {
  unitsMax: 10,
  availablePercent: 5,
  unverifiedPercent: 50,
  paidPercent: 300,
  networkPercent: 800,
  endedMinutes: 60,
};

describe('the units of a product in unpaid orders', () => {
  it.each([
    [0, 5, 10, 30],
    [200, 5, 10, 30],
    [219, 5, 10, 32],
    [220, 5, 11, 33],
    [1_000, 25, 50, 150],
    [99_999_999, 2_499_999, 4_999_999, 14_999_999],
  ])('of %i available ones are at most %i, %i or %i', (available, unverified, verified, paid) => {
    expect(unpaidUnitsMax(available, 'unverified', limits)).toBe(unverified);
    expect(unpaidUnitsMax(available, 'verified', limits)).toBe(verified);
    expect(unpaidUnitsMax(available, 'paid', limits)).toBe(paid);
    expect(unpaidUnitsMax(available, 'network', limits)).toBeGreaterThanOrEqual(8 * verified);
  });

  it('are at least one', () => {
    const least = { ...limits, unitsMax: 1, availablePercent: 0, unverifiedPercent: 1 };
    expect(unpaidUnitsMax(1_000, 'unverified', least)).toBe(1);
  });
});

describe('the network of a buyer', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['0:0:0:0::/64', '0:0:0::/48'],
    ['unknown', null],
    ['', null],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('the time of the next try', () => {
  const firstEndedAt = new Date(Date.now() - 20 * msPerMinute);

  it('is when the first wait that ended no longer counts', () => {
    const line = { quantity: 3, unitsMax: 5 };
    const retryAt = unpaidRetryAt({ line, firstEndedAt }, limits);
    expect(retryAt.getTime()).toBe(firstEndedAt.getTime() + 60 * msPerMinute);
  });

  it('is an hour away for an order that is too large by itself', () => {
    const before = Date.now();
    const line = { quantity: 6, unitsMax: 5 };
    const retryAt = unpaidRetryAt({ line, firstEndedAt }, limits);
    expect(retryAt.getTime()).toBeGreaterThanOrEqual(before + 60 * msPerMinute);
  });
});
