import { isNameIn } from '../../app/search';
import type { OrderStatsQuery, StatsBucket } from '../../generated/documents';
import { sumOfDecimals } from '../../texts/decimals';
import type { Formats } from '../../texts/formats';

export type StatsPoint = NonNullable<OrderStatsQuery['orderStats']>[number];

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The ranges that the overview offers: how far back, in which steps. */
export const ranges = {
  day: { lengthMs: dayMs, bucket: 'HOUR' },
  week: { lengthMs: 7 * dayMs, bucket: 'DAY' },
  month: { lengthMs: 30 * dayMs, bucket: 'DAY' },
  quarter: { lengthMs: 90 * dayMs, bucket: 'DAY' },
} as const satisfies Readonly<Record<string, { lengthMs: number; bucket: StatsBucket }>>;

export type Range = keyof typeof ranges;

export const isRange = (text: string | undefined): text is Range => isNameIn(text, ranges);

/** Whole hours or days in UTC, as the API counts them, the current one included. */
export function boundsOf(range: Range, now: number): { from: string; to: string } {
  const { lengthMs, bucket } = ranges[range];
  const stepMs = bucket === 'HOUR' ? hourMs : dayMs;
  const end = (Math.floor(now / stepMs) + 1) * stepMs;
  return { from: new Date(end - lengthMs).toISOString(), to: new Date(end).toISOString() };
}

/** The name of a point: an hour of the viewer's clock, or a day in UTC, as the API counts it. */
export const labelOf = (range: Range, at: string, { hour, day }: Pick<Formats, 'hour' | 'day'>) =>
  ranges[range].bucket === 'HOUR' ? hour(at) : day(at);

export interface Totals {
  readonly placed: number;
  readonly confirmed: number;
  readonly rejected: number;
  readonly cancelled: number;
  /** The highest of all points, because percentiles cannot be added. */
  readonly decidedMsP99: number | null;
}

export function totalsOf(points: readonly StatsPoint[]): Totals {
  const sum = (name: 'placed' | 'confirmed' | 'rejected' | 'cancelled') =>
    points.reduce((total, point) => total + point[name], 0);
  const percentiles = points.flatMap(({ decidedMsP99 }) => decidedMsP99 ?? []);
  return {
    placed: sum('placed'),
    confirmed: sum('confirmed'),
    rejected: sum('rejected'),
    cancelled: sum('cancelled'),
    decidedMsP99: percentiles.length === 0 ? null : Math.max(...percentiles),
  };
}

/** Orders of all currencies in each hour or day, oldest first. */
export function byTime(points: readonly StatsPoint[]): { at: string; placed: number }[] {
  const placed = new Map<string, number>();
  for (const point of points) placed.set(point.at, (placed.get(point.at) ?? 0) + point.placed);
  return [...placed].sort().map(([at, orders]) => ({ at, placed: orders }));
}

export interface Revenue {
  readonly sum: { readonly amount: string; readonly currency: string };
  readonly points: readonly StatsPoint[];
}

/** Money of different currencies is never added up: one sum for each. */
export function revenues(points: readonly StatsPoint[]): Revenue[] {
  const byCurrency = new Map<string, StatsPoint[]>();
  for (const point of points) {
    const { currency } = point.revenue;
    byCurrency.set(currency, [...(byCurrency.get(currency) ?? []), point]);
  }
  return [...byCurrency].map(([currency, own]) => ({
    sum: { amount: sumOfDecimals(own.map(({ revenue }) => revenue.amount)), currency },
    points: own,
  }));
}

/** The highest revenue of a point, with the decimals of its currency. */
export const highest = (points: readonly StatsPoint[]): StatsPoint['revenue'] =>
  points
    .map(({ revenue }) => revenue)
    .reduce((one, other) => (Number(other.amount) > Number(one.amount) ? other : one));
