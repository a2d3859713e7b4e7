import { describe, expect, it, vi } from 'vitest';
import { formatsOf } from '../../texts/formats';
import {
  boundsOf,
  byTime,
  highest,
  labelOf,
  revenues,
  type StatsPoint,
  totalsOf,
} from './stats-range';

const now = Date.parse('2026-11-26T14:20:00Z');

describe('the bounds of a range', () => {
  it.each([
    ['day', '2026-11-25T15:00:00.000Z', '2026-11-26T15:00:00.000Z', 24, 3_600_000],
    ['week', '2026-11-20T00:00:00.000Z', '2026-11-27T00:00:00.000Z', 7, 86_400_000],
    ['quarter', '2026-08-29T00:00:00.000Z', '2026-11-27T00:00:00.000Z', 90, 86_400_000],
  ] as const)('%s', (range, from, to, points, stepMs) => {
    expect(boundsOf(range, now)).toEqual({ from, to });
    expect((Date.parse(to) - Date.parse(from)) / stepMs).toBe(points);
  });
});

it('a day has its own name west of Greenwich, where it begins the evening before', () => {
  vi.stubEnv('TZ', 'America/New_York');
  try {
    const at = '2026-11-26T00:00:00.000Z';
    const formats = formatsOf('en-GB');
    expect(formats.dateTime(at)).toMatch(/^25 Nov 2026/);
    expect(labelOf('week', at, formats)).toBe('Thu 26 Nov');
    expect(labelOf('day', at, formats)).toBe('19:00');
  } finally {
    vi.unstubAllEnvs();
  }
});

const point = (placed: number, decidedMsP99: number | null): StatsPoint => ({
  at: '2026-11-26T00:00:00.000Z',
  placed,
  confirmed: placed - 1,
  rejected: 1,
  cancelled: 0,
  revenue: { amount: '0.00', currency: 'EUR' },
  decidedMsP99,
});

describe('totals', () => {
  it('add counts, and take the slowest percentile', () => {
    expect(totalsOf([point(3, 120), point(5, 480), point(1, null)])).toEqual({
      placed: 9,
      confirmed: 6,
      rejected: 3,
      cancelled: 0,
      decidedMsP99: 480,
    });
  });

  it('of nothing have no percentile', () => {
    expect(totalsOf([]).decidedMsP99).toBeNull();
  });
});

describe('several currencies', () => {
  const at = (day: number) => `2026-11-${day}T00:00:00.000Z`;
  const paid = (day: number, placed: number, amount: string, currency: string): StatsPoint => ({
    ...point(placed, null),
    at: at(day),
    revenue: { amount, currency },
  });
  const points = [
    paid(26, 2, '10.00', 'EUR'),
    paid(27, 1, '5.50', 'EUR'),
    paid(26, 4, '8.00', 'GBP'),
    paid(27, 0, '0.00', 'GBP'),
  ];

  it('add up orders of the same time', () => {
    expect(byTime(points)).toEqual([
      { at: at(26), placed: 6 },
      { at: at(27), placed: 1 },
    ]);
  });

  it('have a revenue each', () => {
    expect(revenues(points).map(({ sum }) => sum)).toEqual([
      { amount: '15.50', currency: 'EUR' },
      { amount: '8.00', currency: 'GBP' },
    ]);
  });

  it('keep the decimals of the highest revenue', () => {
    const [euros] = revenues(points);
    const { shortMoney } = formatsOf('en-GB');
    expect(shortMoney(highest(euros?.points ?? []))).toBe('€10.00');
  });
});
