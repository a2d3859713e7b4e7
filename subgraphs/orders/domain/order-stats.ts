import { msPerDay, msPerHour } from '../../../platform/values/time';
import type { OrderStatus } from './order';

export type StatsBucket = 'HOUR' | 'DAY';

/**
 * Buckets of one `orderStats`.
 * @exceeded BAD_USER_INPUT
 * @test subgraphs/orders/operations/order-stats.test.ts
 */
export const statsBucketsMax = 400;

/** Statuses of orders that count as confirmed. */
export const confirmedStatuses: readonly OrderStatus[] = [
  'CONFIRMED',
  'PARTIALLY_SHIPPED',
  'SHIPPED',
  'DELIVERED',
];

/** Statuses of orders whose total is not revenue. */
export const lostStatuses: readonly OrderStatus[] = ['REJECTED', 'CANCELLED'];

/** Each power of two is divided into so many bins, so that a bin is at most 1/16 of its values wide. */
const binsPerOctave = 16;
/** The number of octaves; beyond 2³¹ ms (24 days), everything is in the last bin. */
const octaves = 27;

const withinOctave = Array.from({ length: binsPerOctave }, (_, bin) => binsPerOctave + bin);

/**
 * The lowest value of each bin, in whole milliseconds, as in HdrHistogram: exact up to 31 ms, and from
 * there on within 1/32 (3.2 %) of the middle of the bin.
 */
export const binFloors: readonly number[] = [
  ...Array.from({ length: binsPerOctave }, (_, ms) => ms),
  ...Array.from({ length: octaves }, (_, octave) =>
    withinOctave.map((ms) => ms * 2 ** octave),
  ).flat(),
];

/** The middle of a bin; the last one has none. */
function middleOf(bin: number): number {
  const floor = binFloors[bin] ?? 0;
  const next = binFloors[bin + 1] ?? floor + 1;
  return floor + Math.floor((next - floor) / 2);
}

/**
 * A percentile by nearest rank.
 * @param counts the number of values in each bin; trailing zeros may be missing.
 * @returns milliseconds, ±3.2 %; null without values.
 */
export function percentileOf(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(share * total));
  let seen = 0;
  const bin = counts.findIndex((count) => {
    seen += count;
    return seen >= rank;
  });
  return middleOf(bin);
}

const bucketMs: Record<StatsBucket, number> = { HOUR: msPerHour, DAY: msPerDay };

/**
 * The beginnings of all buckets that share time with the range, in UTC.
 * @param to exclusive.
 * @returns null if there are more than `statsBucketsMax`.
 */
export function bucketsBetween(from: Date, to: Date, bucket: StatsBucket): Date[] | null {
  const width = bucketMs[bucket];
  // Days of Unix time have 24 hours and begin at midnight UTC.
  const first = Math.floor(from.getTime() / width);
  const end = Math.ceil(to.getTime() / width);
  if (end - first > statsBucketsMax) return null;
  return Array.from({ length: Math.max(0, end - first) }, (_, n) => new Date((first + n) * width));
}
