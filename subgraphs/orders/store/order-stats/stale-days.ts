import sql, { type Sql } from 'sql-template-tag';

/**
 * CTEs that mark the orders' days, so that their statistics and demand are counted again. They lock
 * a day that is marked already, so that it is not counted before the caller's change is committed.
 * @param orders SQL of rows with `placed_at`.
 */
export const staleDays = (orders: Sql): Sql => sql`
  stale_stats AS (
    INSERT INTO order_stats_stale (day)
    SELECT DISTINCT date_trunc('day', placed_at, 'UTC') AS day FROM (${orders}) changed ORDER BY day
    ON CONFLICT (day) DO UPDATE SET day = excluded.day
  ), stale_demand AS (
    INSERT INTO daily_demand_stale (day)
    SELECT DISTINCT (placed_at AT TIME ZONE 'UTC')::date AS day FROM (${orders}) changed ORDER BY day
    ON CONFLICT (day) DO UPDATE SET day = excluded.day
  )`;
