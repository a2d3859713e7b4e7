import { type DayNumber, weekdayOf } from './demand-forecast';
import type { LeadTime, WeekForecast } from './demand-interval';

/**
 * Days that a forecast is given for at most: it is measured two weeks ahead.
 * @exceeded BAD_USER_INPUT
 * @test subgraphs/orders/operations/product.test.ts
 */
export const forecastDaysMax = 28;

/**
 * Days that a forecast is used for after it was made. It is made again every night.
 * @exceeded `Product.demandForecast` is null
 * @test subgraphs/orders/operations/product.test.ts
 */
export const forecastAgeDaysMax = 7;

export interface ComingDay {
  readonly day: DayNumber;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/** @returns null if the forecast is too old, or has none. */
export function leadTimeDemand(
  {
    origin,
    leadTimeDays,
    leadTimeExpected,
    leadTimeHigh,
  }: LeadTime & { readonly origin: DayNumber },
  today: DayNumber,
): { days: number; expected: number; high: number } | null {
  if (today - origin > forecastAgeDaysMax) return null;
  if (leadTimeDays === null || leadTimeExpected === null || leadTimeHigh === null) return null;
  return { days: leadTimeDays, expected: leadTimeExpected, high: leadTimeHigh };
}

/**
 * The days from today on.
 * @returns null if the forecast is too old.
 */
export function comingDemand(
  { origin, expected, low, high }: WeekForecast & { readonly origin: DayNumber },
  today: DayNumber,
  days: number,
): ComingDay[] | null {
  if (today - origin > forecastAgeDaysMax) return null;
  return Array.from({ length: days }, (_, ahead) => {
    const day = today + ahead;
    const weekday = weekdayOf(day);
    return {
      day,
      expected: expected[weekday] ?? 0,
      low: low[weekday] ?? 0,
      high: high[weekday] ?? 0,
    };
  });
}
