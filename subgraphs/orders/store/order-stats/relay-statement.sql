-- How the relay adds events to the statistics, as PostgreSQL receives it.

    WITH taken AS (DELETE FROM outbox WHERE position = ANY($1::bigint[]) RETURNING *),
  change AS (
  SELECT change.sign * $2::int AS sign, change.status, o.id, o.currency, o.placed_at,
    o.decided_at, coalesce(o.answered_at - o.awaited_at, interval '0') AS waited, o.total_minor
  FROM (SELECT order_id, version FROM taken WHERE NOT is_told) passed
  JOIN order_events e ON e.order_id = passed.order_id AND e.seq = passed.version
  JOIN orders o ON o.id = passed.order_id
  CROSS JOIN LATERAL (VALUES (1, e.to_status), (-1, e.from_status)) AS change (sign, status)
  WHERE change.status IS NOT NULL), by_bin AS (
    SELECT change.currency, period.bucket, period.at,
  CASE WHEN change.status <> 'PENDING' AND change.decided_at IS NOT NULL
    AND NOT EXISTS (SELECT FROM order_imports i WHERE i.order_id = change.id)
  THEN width_bucket(least(2147483647, greatest(0,
    extract(epoch FROM change.decided_at - change.placed_at - change.waited) * 1000))::int,
    $3::int[]) END AS bin, sum(sign) AS orders,
      sum(sign) FILTER (WHERE status = ANY($4::"OrderStatus"[])) AS confirmed,
      sum(sign) FILTER (WHERE status = 'REJECTED') AS rejected,
      sum(sign) FILTER (WHERE status = 'CANCELLED') AS cancelled,
      sum(sign * total_minor)
        FILTER (WHERE status <> ALL($5::"OrderStatus"[])) AS revenue_minor
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
  ), summed AS (SELECT sums.*, (
  SELECT coalesce(array_agg(coalesce(b.orders, 0)::int ORDER BY number), '{}')
  FROM generate_series(1, (
    SELECT max(b.bin) FROM by_bin b WHERE b.orders <> 0
      AND (b.currency, b.bucket, b.at) = (sums.currency, sums.bucket, sums.at))) AS number
  LEFT JOIN by_bin b ON b.bin = number
    AND (b.currency, b.bucket, b.at) = (sums.currency, sums.bucket, sums.at)) AS decided FROM sums), counted AS (
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
      FROM unnest(stored.decided, excluded.decided) WITH ORDINALITY AS bin (before, more, number))),
    created AS (
      INSERT INTO webhook_deliveries (id, endpoint_id, order_id, version, event_type, event_at,
        number, order_status, trace)
      SELECT gen_random_uuid(), e.id, o.order_id, o.version, o.type, o.at, o.number, o.status,
        o.trace
      FROM taken o JOIN webhook_endpoints e
        ON e.owner_id = o.customer_id AND e.enabled AND o.type = ANY(e.events)
      WHERE o.type = ANY($6::text[])
      ORDER BY o.position
      ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT count(*)::int AS deliveries FROM created
