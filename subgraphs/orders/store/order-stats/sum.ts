import sql, { type Sql } from 'sql-template-tag';
import { binFloors, confirmedStatuses, lostStatuses } from '../../domain/order-stats';

/** How long the order waited for its buyer, which is not the shop's own time. */
const waited = sql`coalesce(o.answered_at - o.awaited_at, interval '0')`;

/**
 * What an event adds to the figures: the order in its new status, less the order in its former one.
 * `order.placed` has no former status.
 * @param events SQL of rows with `order_id` and `version`.
 * @param sign `-1` to subtract the events.
 */
export const selectEventChanges = (events: Sql, sign: 1 | -1 = 1): Sql => sql`
  SELECT change.sign * ${sign}::int AS sign, change.status, o.id, o.currency, o.placed_at,
    o.decided_at, ${waited} AS waited, o.total_minor
  FROM (${events}) passed
  JOIN order_events e ON e.order_id = passed.order_id AND e.seq = passed.version
  JOIN orders o ON o.id = passed.order_id
  CROSS JOIN LATERAL (VALUES (1, e.to_status), (-1, e.from_status)) AS change (sign, status)
  WHERE change.status IS NOT NULL`;

/** @param range the condition on the orders `o`. */
export const selectOrderChanges = (range: Sql): Sql => sql`
  SELECT 1 AS sign, o.status, o.id, o.currency, o.placed_at, o.decided_at, ${waited} AS waited,
    o.total_minor
  FROM orders o WHERE ${range}`;

/**
 * The bin of the shop's own time to the decision; null for an imported order, whose time is unknown. The
 * clocks of process and database may differ a little.
 */
const decidedBin = sql`
  CASE WHEN change.status <> 'PENDING' AND change.decided_at IS NOT NULL
    AND NOT EXISTS (SELECT FROM order_imports i WHERE i.order_id = change.id)
  THEN width_bucket(least(2147483647, greatest(0,
    extract(epoch FROM change.decided_at - change.placed_at - change.waited) * 1000))::int,
    ${binFloors}::int[]) END`;

const decidedSums = sql`(
  SELECT coalesce(array_agg(coalesce(b.orders, 0)::int ORDER BY number), '{}')
  FROM generate_series(1, (
    SELECT max(b.bin) FROM by_bin b WHERE b.orders <> 0
      AND (b.currency, b.bucket, b.at) = (sums.currency, sums.bucket, sums.at))) AS number
  LEFT JOIN by_bin b ON b.bin = number
    AND (b.currency, b.bucket, b.at) = (sums.currency, sums.bucket, sums.at))`;

/**
 * CTEs that end in `summed`: the figures of each currency, hour and day.
 * @param changes SQL of rows as `selectEventChanges` returns them.
 */
export const sumByBucket = (changes: Sql): Sql => sql`
  change AS (${changes}), by_bin AS (
    SELECT change.currency, period.bucket, period.at, ${decidedBin} AS bin, sum(sign) AS orders,
      sum(sign) FILTER (WHERE status = ANY(${confirmedStatuses}::"OrderStatus"[])) AS confirmed,
      sum(sign) FILTER (WHERE status = 'REJECTED') AS rejected,
      sum(sign) FILTER (WHERE status = 'CANCELLED') AS cancelled,
      sum(sign * total_minor)
        FILTER (WHERE status <> ALL(${lostStatuses}::"OrderStatus"[])) AS revenue_minor
    FROM change CROSS JOIN LATERAL (VALUES
      ('HOUR'::"StatsBucket", date_trunc('hour', placed_at, 'UTC')),
      ('DAY', date_trunc('day', placed_at, 'UTC'))) AS period (bucket, at)
    GROUP BY 1, 2, 3, 4
  ), sums AS (
    SELECT currency, bucket, at, sum(orders)::int AS placed,
      coalesce(sum(confirmed), 0)::int AS confirmed, coalesce(sum(rejected), 0)::int AS rejected,
      coalesce(sum(cancelled), 0)::int AS cancelled,
      coalesce(sum(revenue_minor), 0)::bigint AS revenue_minor
    FROM by_bin GROUP BY 1, 2, 3
  ), summed AS (SELECT sums.*, ${decidedSums} AS decided FROM sums)`;

/** Adds `summed` to the stored figures. */
export const addToStats = sql`
  INSERT INTO order_stats AS stored (currency, bucket, at, placed, confirmed, rejected, cancelled,
    revenue_minor, decided)
  SELECT currency, bucket, at, placed, confirmed, rejected, cancelled, revenue_minor, decided
  FROM summed ORDER BY currency, bucket, at
  ON CONFLICT (currency, bucket, at) DO UPDATE SET
    placed = stored.placed + excluded.placed, confirmed = stored.confirmed + excluded.confirmed,
    rejected = stored.rejected + excluded.rejected,
    cancelled = stored.cancelled + excluded.cancelled,
    revenue_minor = stored.revenue_minor + excluded.revenue_minor,
    decided = (
      SELECT coalesce(array_agg(coalesce(before, 0) + coalesce(more, 0) ORDER BY number), '{}')
      FROM unnest(stored.decided, excluded.decided) WITH ORDINALITY AS bin (before, more, number))`;
