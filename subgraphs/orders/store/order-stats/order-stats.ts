import sql, { raw, type Sql } from 'sql-template-tag';
import { inTransaction } from '../../../../platform/database/pool';
import { prepared } from '../../../../platform/database/prepared';
import type { StatsBucket } from '../../../../prisma/orders/generated/enums';
import type { OrdersDatabase } from '../database';
import { relayLock } from '../relay-lock';
import { addToStats, selectEventChanges, selectOrderChanges, sumByBucket } from './sum';

/** The figures of one bucket. */
export interface OrderStatsRow {
  readonly at: Date;
  readonly placed: number;
  readonly confirmed: number;
  readonly rejected: number;
  readonly cancelled: number;
  readonly revenueMinor: bigint;
  /** Orders in each bin of the time to their decision. */
  readonly decided: readonly number[];
}

export interface StatsRange {
  readonly currency: string;
  readonly bucket: StatsBucket;
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

/** Figures that are not what the orders of their hour or day add up to. */
export interface StatsDifference {
  readonly bucket: StatsBucket;
  readonly at: Date;
  readonly currency: string;
  readonly expected: string;
  readonly found: string;
}

/** A row of figures; if the range has none, one row has only `isStale`. */
type ReadRow = { readonly isStale: boolean } & (OrderStatsRow | { readonly at: null });

const dayAfter = (day: Sql): Sql => sql`(${day} + interval '24 hours')`;

/**
 * The orders of a day as the stored figures count them: without the events that are still in the
 * outbox, which the relay will add. One statement sees both at the same moment.
 */
function selectDayChanges(day: Sql): Sql {
  const range = sql`o.placed_at >= ${day} AND o.placed_at < ${dayAfter(day)}`;
  const unpublished = sql`
    SELECT waiting.order_id, waiting.version
    FROM outbox waiting JOIN orders o ON o.id = waiting.order_id
    WHERE NOT waiting.is_told AND ${range}`;
  return sql`${selectOrderChanges(range)} UNION ALL ${selectEventChanges(unpublished, -1)}`;
}

const formatFigures = (table: 'summed' | 'stored'): Sql => {
  const column = (name: string): Sql => raw(`${table}.${name}`);
  return sql`CASE WHEN ${column('placed')} IS NULL THEN 'nothing' ELSE
    format('placed %s, confirmed %s, rejected %s, cancelled %s, revenue %s, decided %s',
      ${column('placed')}, ${column('confirmed')}, ${column('rejected')},
      ${column('cancelled')}, ${column('revenue_minor')}, ${column('decided')}) END`;
};

/** The first day with orders or figures from an instant on. */
const firstDayFrom = (from: Sql): Sql => sql`date_trunc('day', least(
  (SELECT min(placed_at) FROM orders WHERE placed_at >= ${from}),
  (SELECT min(at) FROM order_stats WHERE at >= ${from})), 'UTC')`;

/** Figures of orders by hour and day: the relay adds to them; stale days are counted again. */
export function orderStatsStore({ pool, replicaReads, workSignal }: OrdersDatabase) {
  return {
    /** The buckets with orders, oldest first; null while a day of the range is to be counted. */
    async read({ currency, bucket, from, to }: StatsRange): Promise<OrderStatsRow[] | null> {
      const rows = await prepared<ReadRow>(
        replicaReads,
        'order-stats',
        sql`SELECT stale."isStale", stored.at, stored.placed, stored.confirmed, stored.rejected,
            stored.cancelled, stored.revenue_minor AS "revenueMinor", stored.decided
          FROM (SELECT EXISTS (SELECT FROM order_stats_stale
            WHERE ${dayAfter(sql`day`)} > ${from}::timestamptz AND day < ${to}::timestamptz)
            AS "isStale") stale
          LEFT JOIN order_stats stored ON stored.currency = ${currency}
            AND stored.bucket = ${bucket}::"StatsBucket"
            AND stored.at >= ${from}::timestamptz AND stored.at < ${to}::timestamptz
          ORDER BY stored.at`,
      );
      if (rows.some(({ isStale }) => isStale)) return null;
      return rows.filter((row) => row.at !== null);
    },

    /** The currencies with figures in days that begin before `to` and end after `from`. */
    async currencies(from: Date, to: Date): Promise<string[]> {
      const rows = await prepared<{ currency: string }>(
        replicaReads,
        'order-currencies',
        sql`SELECT DISTINCT currency FROM order_stats WHERE bucket = 'DAY'
          AND ${dayAfter(sql`at`)} > ${from}::timestamptz AND at < ${to}::timestamptz
          ORDER BY currency`,
      );
      return rows.map(({ currency }) => currency);
    },

    async hasStale(): Promise<boolean> {
      const [row] = await prepared<{ isStale: boolean }>(
        pool,
        'stale-order-stats',
        sql`SELECT EXISTS (SELECT FROM order_stats_stale) AS "isStale"`,
      );
      return row?.isStale ?? false;
    },

    /**
     * Counts the latest stale day from its orders, while the relay waits.
     * @returns the day; null if none is stale, or an import is writing the only ones.
     */
    async recountDay(): Promise<Date | null> {
      const counted = await inTransaction(pool, async (transaction) => {
        // A statement of its own, so that the next ones see what the relay has committed.
        await transaction.query(sql`SELECT pg_advisory_xact_lock(${relayLock}::bigint)`);
        const { rows } = await transaction.query<{ day: Date }>(sql`
          DELETE FROM order_stats_stale WHERE day = (
            SELECT day FROM order_stats_stale ORDER BY day DESC LIMIT 1 FOR UPDATE SKIP LOCKED)
          RETURNING day`);
        const day = rows[0]?.day;
        if (day === undefined) return null;
        const from = sql`${day}::timestamptz`;
        await transaction.query(sql`
          DELETE FROM order_stats WHERE at >= ${from} AND at < ${dayAfter(from)}`);
        await transaction.query(sql`WITH ${sumByBucket(selectDayChanges(from))} ${addToStats}`);
        return day;
      });
      if (counted !== null) workSignal.emit('outbox');
      return counted;
    },

    /** The next days with orders or figures. @param after a day; null for the first days. */
    async days(after: Date | null, first: number): Promise<Date[]> {
      const start =
        after === null ? sql`'-infinity'::timestamptz` : dayAfter(sql`${after}::timestamptz`);
      const { rows } = await pool.query<{ day: Date }>(sql`
        WITH RECURSIVE next AS (
          SELECT ${firstDayFrom(start)} AS day, 1 AS number
          UNION ALL
          SELECT ${firstDayFrom(dayAfter(sql`next.day`))}, number + 1 FROM next
          WHERE number < ${first}::int AND next.day IS NOT NULL
        )
        SELECT day FROM next WHERE day IS NOT NULL`);
      return rows.map(({ day }) => day);
    },

    /** What differs from the orders of the day; nothing if the day is stale. */
    async differences(day: Date, first: number): Promise<StatsDifference[]> {
      const from = sql`${day}::timestamptz`;
      const { rows } = await pool.query<StatsDifference>(sql`
        WITH ${sumByBucket(selectDayChanges(from))}, stored AS (
          SELECT * FROM order_stats WHERE at >= ${from} AND at < ${dayAfter(from)}
        )
        SELECT bucket, at, currency, ${formatFigures('summed')} AS expected,
          ${formatFigures('stored')} AS found
        FROM summed FULL JOIN stored USING (currency, bucket, at)
        WHERE ${formatFigures('summed')} <> ${formatFigures('stored')}
          AND NOT EXISTS (SELECT FROM order_stats_stale WHERE day = ${from})
        ORDER BY currency, bucket, at LIMIT ${first}::int`);
      return rows;
    },
  };
}
