import sql, { type Sql } from 'sql-template-tag';
import { prepared } from '../../../platform/database/prepared';
import type { DayNumber } from '../domain/demand-forecast';
import type { LeadTime, WeekForecast } from '../domain/demand-interval';
import type { OrdersDatabase } from './database';

export interface SkuForecast extends WeekForecast, LeadTime {
  readonly sku: string;
}

export interface StoredForecast extends SkuForecast {
  /** The first day that was forecast. */
  readonly origin: DayNumber;
}

const dateOf = (day: DayNumber): Sql => sql`(date '1970-01-01' + ${day}::int)`;

/** The latest forecast of each SKU. */
export function demandForecastStore({ pool }: OrdersDatabase) {
  return {
    async bySkus(skus: readonly string[]): Promise<StoredForecast[]> {
      return prepared<StoredForecast>(
        pool,
        'demand-forecasts',
        sql`SELECT sku, origin - date '1970-01-01' AS origin, expected, low, high,
            lead_time_days AS "leadTimeDays", lead_time_expected AS "leadTimeExpected",
            lead_time_high AS "leadTimeHigh"
          FROM demand_forecasts WHERE sku = ANY(${skus}::citext[])`,
      );
    },

    async save(origin: DayNumber, forecasts: readonly SkuForecast[]): Promise<void> {
      await pool.query(sql`
        INSERT INTO demand_forecasts (sku, origin, expected, low, high,
          lead_time_days, lead_time_expected, lead_time_high)
        SELECT sku, ${dateOf(origin)}, expected, low, high,
          "leadTimeDays", "leadTimeExpected", "leadTimeHigh"
        FROM jsonb_to_recordset(${JSON.stringify(forecasts)}::jsonb)
          AS row (sku citext, expected float8[], low float8[], high float8[],
            "leadTimeDays" int, "leadTimeExpected" float8, "leadTimeHigh" float8)
        ORDER BY sku
        ON CONFLICT (sku) DO UPDATE SET origin = excluded.origin, expected = excluded.expected,
          low = excluded.low, high = excluded.high, lead_time_days = excluded.lead_time_days,
          lead_time_expected = excluded.lead_time_expected,
          lead_time_high = excluded.lead_time_high`);
    },

    /** Deletes forecasts of SKUs that have none from this origin. @returns their number. */
    async expire(origin: DayNumber, limit: number): Promise<number> {
      const { rowCount } = await pool.query(sql`
        DELETE FROM demand_forecasts WHERE sku IN (
          SELECT sku FROM demand_forecasts WHERE origin < ${dateOf(origin)}
          ORDER BY sku LIMIT ${limit}::int)`);
      return rowCount ?? 0;
    },
  };
}
