import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fraudScore } from './fraud';

const quiet = { threshold: 0.5, ordersPerHour: null };
const strict = { threshold: 0.5, ordersPerHour: 4 };

test('the warning of the provider is the highest score, whatever the rules', () => {
  for (const rules of [quiet, strict]) {
    expect(fraudScore({ isSignalled: true, ordersLastHour: 1 }, rules)).toBe(1);
  }
});

test('the orders of an hour are half of it where they are as many as the rule has', () => {
  const score = (ordersLastHour: number) =>
    fraudScore({ isSignalled: false, ordersLastHour }, strict);
  expect([1, 4, 5, 8, 99].map(score)).toEqual([0.125, 0.5, 0.625, 1, 1]);
  expect(fraudScore({ isSignalled: false, ordersLastHour: 99 }, quiet)).toBe(0);
});

test('a score is from 0 to 1 and never falls with another order', () => {
  const facts = fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }));
  fc.assert(
    fc.property(facts, ([ordersLastHour, ordersPerHour]) => {
      const rules = { threshold: 0.5, ordersPerHour };
      const [now, next] = [ordersLastHour, ordersLastHour + 1].map((count) =>
        fraudScore({ isSignalled: false, ordersLastHour: count }, rules),
      );
      expect(now).toBeGreaterThanOrEqual(0);
      expect(next).toBeLessThanOrEqual(1);
      expect(next).toBeGreaterThanOrEqual(now ?? 1);
    }),
  );
});
