import { describe, expect, it } from 'vitest';
import { formatsOf } from './formats';

const english = formatsOf('en-GB');
const german = formatsOf('de-DE');
const noon = Date.parse('2026-11-26T12:00:00Z');

describe('money', () => {
  it('keeps every digit of a decimal that a number could not hold', () => {
    const value = { amount: '90071992547409931.25', currency: 'EUR' };
    expect(english.money(value)).toBe('€90,071,992,547,409,931.25');
  });

  it.each([
    ['650.50', '€650.50'],
    ['9999.90', '€9,999.90'],
    ['12345.60', '€12.3k'],
  ])('%s is %s where space is scarce', (amount, text) => {
    expect(english.shortMoney({ amount, currency: 'EUR' })).toBe(text);
  });

  it('has its decimals where the language does not shorten it', () => {
    const texts = ['12345.60', '1234567.00'].map((amount) =>
      german.shortMoney({ amount, currency: 'EUR' }),
    );
    expect(texts).toEqual(['12.345,60\u00a0€', '1,2\u00a0Mio.\u00a0€']);
  });

  it('follows the language and the minor unit of the currency', () => {
    expect(german.money({ amount: '1234.50', currency: 'EUR' })).toBe('1.234,50\u00a0€');
    expect(english.money({ amount: '1250', currency: 'JPY' })).toBe('JP¥1,250');
    // The runtime knows no decimals of it.
    expect(english.money({ amount: '12.50', currency: 'HUF' })).toBe('HUF\u00a012.50');
  });
});

describe('ago', () => {
  it.each([
    ['2026-11-26T11:59:30Z', '30 seconds ago'],
    ['2026-11-26T11:58:00Z', '2 minutes ago'],
    ['2026-11-26T09:00:00Z', '3 hours ago'],
    ['2026-11-25T11:00:00Z', '1 day ago'],
    // The day before yesterday, wherever the viewer is.
    ['2026-11-24T12:30:00Z', '1 day ago'],
    ['2026-11-01T12:00:00Z', '1 Nov 2026'],
  ])('%s is "%s"', (at, text) => {
    expect(english.ago(at, noon)).toBe(text);
  });

  it('is never in the future if the clocks differ', () => {
    expect(english.ago('2026-11-26T12:00:09Z', noon)).toBe('now');
  });
});

it('a calendar date is the same day in every time zone', () => {
  expect([german.day('2026-11-24'), english.day('2026-11-24')]).toEqual([
    'Di., 24. Nov.',
    'Tue 24 Nov',
  ]);
});

it('a duration is in the largest unit that it fills', () => {
  const durations = [340, 1_250, 90_000, 5_400_000, 216_000_000];
  expect(durations.map(german.duration)).toEqual([
    '340 ms',
    '1,3 s',
    '1,5 Min.',
    '1,5 Std.',
    '2,5 Tg.',
  ]);
});
