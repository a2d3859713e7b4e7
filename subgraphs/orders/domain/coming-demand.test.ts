import { expect, test } from 'vitest';
import { comingDemand, forecastAgeDaysMax } from './coming-demand';
import { weekdayOf } from './demand-forecast';

const week = (first: number) => Array.from({ length: 7 }, (_, place) => first + place);
const forecast = { origin: 20_000, expected: week(10), low: week(0), high: week(20) };

test('each coming day has what is expected of its weekday', () => {
  const days = comingDemand(forecast as never, 20_001, 8) ?? [];
  expect(days.map(({ day }) => day)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((n) => 20_001 + n));
  for (const { day, expected, low, high } of days) {
    const weekday = weekdayOf(day);
    expect([expected, low, high]).toEqual([10 + weekday, weekday, 20 + weekday]);
  }
  expect(comingDemand(forecast as never, 20_001, 0)).toEqual([]);
});

test('a forecast is used for a week', () => {
  const last = forecast.origin + forecastAgeDaysMax;
  expect(forecastAgeDaysMax).toBe(7);
  expect(comingDemand(forecast as never, last, 1)).toHaveLength(1);
  expect(comingDemand(forecast as never, last + 1, 1)).toBeNull();
});

test('a weekday without a forecast expects nothing', () => {
  const empty = { origin: 20_000, expected: [], low: [], high: [] };
  expect(comingDemand(empty as never, 20_000, 1)).toEqual([
    { day: 20_000, expected: 0, low: 0, high: 0 },
  ]);
});
