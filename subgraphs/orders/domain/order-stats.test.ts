import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binFloors, bucketsBetween, percentileOf, statsBucketsMax } from './order-stats';

/** What the contract allows. */
const tolerance = 0.05;
const msMax = 24 * 24 * 3_600_000;

/** The index of the bin of a duration, as `width_bucket` finds it in PostgreSQL. */
const binOf = (ms: number): number => binFloors.filter((floor) => floor <= ms).length - 1;

function histogramOf(values: readonly number[]): number[] {
  const counts: number[] = [];
  for (const value of values) counts[binOf(value)] = (counts[binOf(value)] ?? 0) + 1;
  return Array.from(counts, (count) => count ?? 0);
}

describe('a percentile', () => {
  it('is within 5 % of the value at its rank, whatever the values are', () => {
    const values = fc.array(fc.nat(msMax), { minLength: 1, maxLength: 60 });
    const shares = fc.constantFrom(0.5, 0.99);
    fc.assert(
      fc.property(values, shares, (given, share) => {
        const sorted = [...given].sort((a, b) => a - b);
        const exact = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
        const found = percentileOf(histogramOf(given), share);
        expect(Math.abs((found ?? Number.NaN) - exact)).toBeLessThanOrEqual(exact * tolerance);
      }),
    );
  });

  it('does not exist without values', () => {
    expect(percentileOf([], 0.5)).toBeNull();
    expect(percentileOf([0, 0], 0.99)).toBeNull();
  });
});

describe('the bins', () => {
  it('begin at 0 and rise, past the longest wait for a review', () => {
    expect(binFloors[0]).toBe(0);
    const rises = binFloors.every((floor, bin) => bin === 0 || floor > (binFloors[bin - 1] ?? 0));
    expect(rises).toBe(true);
    expect(binFloors.at(-1)).toBeGreaterThan(72 * 3_600_000);
    expect(binFloors.at(-1)).toBeLessThan(2 ** 31);
  });
});

describe('the buckets of a range', () => {
  const iso = (...range: Parameters<typeof bucketsBetween>) =>
    bucketsBetween(...range)?.map((at) => at.toISOString());

  it('are all that share time with it, and begin on the hour or at midnight UTC', () => {
    const from = new Date('2026-03-28T23:30:00Z');
    expect(iso(from, new Date('2026-03-29T01:00:00Z'), 'HOUR')).toEqual([
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T00:00:00.000Z',
    ]);
    expect(iso(from, new Date('2026-03-30T00:00:00.001Z'), 'DAY')).toEqual([
      '2026-03-28T00:00:00.000Z',
      '2026-03-29T00:00:00.000Z',
      '2026-03-30T00:00:00.000Z',
    ]);
  });

  it('are none for an empty range', () => {
    const at = new Date('2026-03-28T00:00:00Z');
    expect(bucketsBetween(at, at, 'DAY')).toEqual([]);
  });

  it(`are at most ${statsBucketsMax}`, () => {
    const from = new Date('2026-01-01T00:00:00Z');
    const hoursOn = (hours: number) => new Date(from.getTime() + hours * 3_600_000);
    expect(bucketsBetween(from, hoursOn(400), 'HOUR')).toHaveLength(400);
    expect(bucketsBetween(from, hoursOn(401), 'HOUR')).toBeNull();
  });
});
