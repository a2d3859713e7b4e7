import { expect, test } from 'vitest';
import { findBreakingRate } from './find-breaking-rate';

/** A shop that breaks beyond a rate. */
function searchOf(capacity: number) {
  const tried: number[] = [];
  const holdsAt = async (rate: number) => {
    tried.push(rate);
    return rate <= capacity;
  };
  return { tried, result: findBreakingRate({ first: 40, max: 2_000, holdsAt }) };
}

test('the breaking point lies between the two rates, which are close to each other', async () => {
  const { tried, result } = searchOf(250);
  const { holds, breaks } = await result;
  expect(tried.slice(0, 6)).toEqual([40, 60, 90, 135, 202.5, 303.75]);
  expect(tried).toHaveLength(9);
  expect(holds).toBeLessThanOrEqual(250);
  expect(breaks).toBeGreaterThan(250);
  expect((breaks ?? 0) / (holds ?? 1)).toBeLessThan(1.07);
});

test('a shop that holds nothing, and one that holds everything, have no breaking point', async () => {
  expect(await searchOf(10).result).toEqual({ holds: null, breaks: 40 });
  const { breaks, holds } = await searchOf(10_000).result;
  expect(breaks).toBeNull();
  expect(holds).toBeGreaterThan(1_300);
});
