import sql, { type Sql } from 'sql-template-tag';
import { inTransaction } from '../../../platform/database/pool';
import type { DayNumber } from '../domain/demand-forecast';
import type { OrdersDatabase } from './database';

/** Cancellations and returns within this time take the sale away; later ones are returns of a sale. */
export const cancellableDays = 14;

/** Units by day; days without units are missing. */
export interface SkuDemand {
  readonly sku: string;
  readonly days: readonly DayNumber[];
  readonly units: readonly number[];
}

const dateOf = (day: DayNumber): Sql => sql`(date '1970-01-01' + ${day}::int)`;
const numberOf = (date: Sql): Sql => sql`(${date} - date '1970-01-01')`;

const isInTime = (instant: Sql): Sql =>
  sql`${instant} < o.placed_at + ${cancellableDays}::int * interval '1 day'`;

/** Units of a line that were returned or cancelled in time. */
const withdrawn = sql`
  CASE WHEN EXISTS (SELECT FROM order_events e WHERE e.order_id = o.id
    AND e.type = 'order.cancelled' AND ${isInTime(sql`e.at`)}) THEN l.quantity
  ELSE least(l.quantity,
    CASE WHEN EXISTS (SELECT FROM order_events e WHERE e.order_id = o.id
      AND e.type = 'order.rest_cancelled' AND ${isInTime(sql`e.at`)})
      THEN l.cancelled_quantity ELSE 0 END
    + (SELECT coalesce(sum(b.quantity), 0) FROM refunds f JOIN return_lines b ON b.refund_id = f.id
      WHERE f.order_id = o.id AND b.sku = l.sku AND ${isInTime(sql`f.created_at`)})
    + (SELECT coalesce(sum(c.quantity), 0) FROM cancellation_imports c
      WHERE c.order_id = o.id AND c.line_position = l.position
        AND ${isInTime(sql`coalesce(c.cancelled_at, (SELECT max(e.at) FROM order_events e
          WHERE e.order_id = o.id AND e.note = c.invoice))`)})) END`;

const demandOf = (day: Sql): Sql => sql`
  SELECT ${day} AS day, l.sku, least(sum(l.quantity - ${withdrawn}), 2147483647)::int AS units
  FROM orders o JOIN order_lines l ON l.order_id = o.id
  WHERE o.placed_at >= ${day}::timestamp AT TIME ZONE 'UTC'
    AND o.placed_at < (${day} + 1)::timestamp AT TIME ZONE 'UTC' AND o.status <> 'REJECTED'
  GROUP BY l.sku HAVING sum(l.quantity - ${withdrawn}) > 0`;

const seriesColumns = sql`sku, array_agg(${numberOf(sql`day`)} ORDER BY day) AS days,
  array_agg(units ORDER BY day) AS units`;

/** Units ordered by SKU and UTC day. A day is counted again as long as its orders can change. */
export function dailyDemandStore({ pool }: OrdersDatabase) {
  /** The next SKUs with demand. @param after null for the first ones. */
  async function ofSkus(
    before: DayNumber,
    after: string | null,
    first: number,
  ): Promise<SkuDemand[]> {
    const { rows } = await pool.query<SkuDemand>(sql`
      SELECT ${seriesColumns}
      FROM daily_demand WHERE day < ${dateOf(before)} AND sku > ${after ?? ''}::citext
      GROUP BY sku ORDER BY sku LIMIT ${first}::int`);
    return rows;
  }

  return {
    /**
     * Marks the days whose orders may have been cancelled since, so that they are counted again.
     * @param today is not counted yet.
     */
    async markChangeable(today: DayNumber): Promise<void> {
      const first = today - cancellableDays - 1;
      await pool.query(sql`
        INSERT INTO daily_demand_stale (day)
        SELECT ${dateOf(first)} + n FROM generate_series(0, ${cancellableDays}::int) AS n
        ON CONFLICT DO NOTHING`);
    },

    /**
     * Counts the latest stale day from its orders.
     * @returns whether there was one that no import is writing to.
     */
    async recountDay(): Promise<boolean> {
      return inTransaction(pool, async (transaction) => {
        const { rows } = await transaction.query<{ day: DayNumber }>(sql`
          DELETE FROM daily_demand_stale WHERE day = (
            SELECT day FROM daily_demand_stale ORDER BY day DESC LIMIT 1 FOR UPDATE SKIP LOCKED)
          RETURNING ${numberOf(sql`day`)} AS day`);
        const [stale] = rows;
        if (!stale) return false;
        // Statements of their own, so that they see what was committed before the day was locked.
        await transaction.query(sql`DELETE FROM daily_demand WHERE day = ${dateOf(stale.day)}`);
        await transaction.query(sql`
          INSERT INTO daily_demand (day, sku, units) ${demandOf(dateOf(stale.day))}`);
        return true;
      });
    },

    /** Deletes days before the given one, counted or not. @returns the number of rows. */
    async expire(before: DayNumber, limit: number): Promise<number> {
      await pool.query(sql`DELETE FROM daily_demand_stale WHERE day < ${dateOf(before)}`);
      const { rowCount } = await pool.query(sql`
        DELETE FROM daily_demand WHERE (day, sku) IN (
          SELECT day, sku FROM daily_demand WHERE day < ${dateOf(before)}
          ORDER BY day LIMIT ${limit}::int)`);
      return rowCount ?? 0;
    },

    /** Units of all SKUs together. @param before exclusive. */
    async ofShop(before: DayNumber): Promise<Omit<SkuDemand, 'sku'>> {
      const { rows } = await pool.query<Omit<SkuDemand, 'sku'>>(sql`
        SELECT coalesce(array_agg(${numberOf(sql`day`)} ORDER BY day), '{}') AS days,
          coalesce(array_agg(units ORDER BY day), '{}') AS units
        FROM (SELECT day, sum(units)::float8 AS units FROM daily_demand
          WHERE day < ${dateOf(before)} GROUP BY day) AS each`);
      return rows[0] ?? { days: [], units: [] };
    },

    ofSkus,

    /** The demand of all SKUs, at most `size` at once, each SKU in one batch. */
    async *batches(before: DayNumber, size: number): AsyncGenerator<SkuDemand[]> {
      for (let after: string | null = null; ; ) {
        const batch: SkuDemand[] = await ofSkus(before, after, size);
        if (batch.length > 0) yield batch;
        if (batch.length < size) return;
        after = batch.at(-1)?.sku ?? null;
      }
    },

    /** The demand of those of these SKUs that have any. */
    async among(before: DayNumber, skus: readonly string[]): Promise<SkuDemand[]> {
      const { rows } = await pool.query<SkuDemand>(sql`
        SELECT ${seriesColumns} FROM daily_demand
        WHERE day < ${dateOf(before)} AND sku = ANY(${skus}::citext[]) GROUP BY sku`);
      return rows;
    },
  };
}
