import type { Client } from 'pg';

/**
 * Orders of the maximum size, in four kinds: declined, confirmed and shipped ones with 1,000 lines,
 * and delivered ones with 200 lines, refunds and 400 timeline entries. Each text has its maximum
 * length, in characters of three bytes.
 */
const draft = `
  CREATE TEMPORARY TABLE largest AS
  SELECT n, customer_id, kind,
    (lpad(to_hex((extract(epoch FROM placed_at) * 1000)::bigint), 12, '0') || '7' ||
      substr(digest, 1, 3) || '8' || substr(digest, 4, 15))::uuid AS id,
    'LRG-' || regexp_replace(lpad(upper(to_hex(n)), 8, '0'), '(.{4})(.{4})', '\\1-\\2') AS number,
    placed_at,
    (ARRAY['REJECTED', 'CONFIRMED', 'SHIPPED', 'DELIVERED'])[kind + 1]::"OrderStatus" AS status,
    CASE kind WHEN 3 THEN 200 ELSE 1000 END AS lines,
    CASE kind WHEN 3 THEN 400 ELSE 2 END AS events
  FROM (
    SELECT (place - 1) * $2::int + n AS n, customer_id, n % 4 AS kind,
      md5('largest' || place || '-' || n) AS digest,
      date_trunc('milliseconds', now() - interval '1 day' + (n * 7 + place) * interval '1 minute')
        AS placed_at
    FROM unnest($1::uuid[]) WITH ORDINALITY AS owner (customer_id, place),
      generate_series(1, $2::int) AS n
  ) AS drawn`;

const orders = `
  INSERT INTO orders (id, number, customer_id, status, status_reason, currency, subtotal_minor,
    shipping_minor, tax_minor, total_minor, shipping_address, note, payment_status,
    payment_reference, payment_brand, payment_last4, captured_minor, refunded_minor, version,
    placed_at, decided_at, updated_at)
  SELECT id, number, customer_id, status,
    CASE WHEN kind = 0 THEN 'payment_declined' END, 'EUR', lines * 1000, 490, 0, lines * 1000 + 490,
    jsonb_build_object('recipient', repeat('€', 200), 'line1', repeat('€', 200),
      'line2', repeat('€', 200), 'city', repeat('€', 200), 'region', repeat('€', 200),
      'postalCode', '10115', 'country', 'DE', 'phone', '+49 30 123456'),
    repeat('€', 2000),
    (ARRAY['DECLINED', 'AUTHORIZED', 'CAPTURED', 'PARTIALLY_REFUNDED'])[kind + 1]::"PaymentStatus",
    'ref-' || n, 'visa', '4242', CASE WHEN kind > 1 THEN lines * 1000 + 490 ELSE 0 END,
    CASE WHEN kind = 3 THEN 20 * 1000 ELSE 0 END, events, placed_at, placed_at, placed_at
  FROM largest`;

const lines = `
  INSERT INTO order_lines (order_id, position, sku, name, quantity, shipped_quantity,
    returned_quantity, unit_price_minor)
  SELECT id, line, 'GEN-' || lpad(line::text, 7, '0'), repeat('€', 200), 1,
    CASE WHEN kind > 1 THEN 1 ELSE 0 END, CASE WHEN kind = 3 AND line <= 200 THEN 1 ELSE 0 END, 1000
  FROM largest, generate_series(1, lines) AS line`;

const journal = `
  INSERT INTO effects (order_id, kind, state, opened_at, updated_at)
  SELECT id, given::"EffectKind", 'DONE', placed_at, placed_at
  FROM largest, unnest(ARRAY['RESERVE', 'AUTHORIZE', 'CONFIRM']) AS given`;

const events = `
  INSERT INTO order_events (order_id, seq, at, type, from_status, to_status, actor, note)
  SELECT id, seq, placed_at + seq * interval '1 second', 'order.address_changed', status, status,
    'User:' || customer_id, repeat('€', 500)
  FROM largest, generate_series(1, events) AS seq`;

const shipments = `
  WITH shipment AS (
    INSERT INTO shipments (id, order_id, warehouse, carrier, tracking_code, tracking_url, shipped_at)
    SELECT md5('largest shipment' || n)::uuid, id, 'BER', repeat('c', 100), repeat('t', 100),
      'https://example.com/' || repeat('u', 1900), placed_at
    FROM largest WHERE kind > 1 RETURNING id, order_id
  )
  INSERT INTO shipment_lines (shipment_id, sku, quantity)
  SELECT shipment.id, sku, 1 FROM shipment JOIN order_lines USING (order_id)`;

const refunds = `
  WITH refund AS (
    INSERT INTO refunds (id, order_id, seq, amount_minor, reason, created_at)
    SELECT md5('largest refund' || n || '-' || seq)::uuid, id, seq, 1000, repeat('€', 500), placed_at
    FROM largest, generate_series(1, 20) AS seq WHERE kind = 3 RETURNING id, order_id, seq
  ), effect AS (
    INSERT INTO effects (order_id, kind, seq, state, input, opened_at, updated_at)
    SELECT order_id, 'REFUND', seq, 'DONE',
      jsonb_build_object('idempotencyKey', 'largest-refund-' || seq, 'amountMinor', '1000',
        'actor', 'system'),
      now(), now()
    FROM refund
  )
  INSERT INTO return_lines (refund_id, position, sku, quantity, restock)
  SELECT id, line, 'GEN-' || lpad(((seq - 1) * 10 + line)::text, 7, '0'), 1, false
  FROM refund, generate_series(1, 10) AS line`;

/** Inserts this many orders for each of the customers. */
export async function fillLargestOrders(
  room: Client,
  customerIds: readonly string[],
  each: number,
): Promise<void> {
  await room.query('BEGIN');
  await room.query(draft, [customerIds, each]);
  for (const part of [orders, lines, journal, events, shipments, refunds]) await room.query(part);
  await room.query('COMMIT');
}

const endpoints = `
  WITH endpoint AS (
    INSERT INTO webhook_endpoints (id, owner_id, url, events, enabled, secret)
    SELECT md5('endpoint' || owner || place)::uuid, owner,
      'https://example.com/' || repeat('h', 2000), ARRAY['order.placed', 'order.shipped'], false,
      'sealed'
    FROM unnest($1::uuid[]) AS owner, generate_series(1, 20) AS place RETURNING id
  )
  INSERT INTO webhook_deliveries (id, endpoint_id, order_id, version, event_type, event_at, number,
    order_status, status, next_attempt_at)
  SELECT md5('delivery' || endpoint.id || n)::uuid, endpoint.id, md5('none' || n)::uuid, 1,
    'order.placed', now(), 'LRG-0000-0000', 'CONFIRMED', 'DELIVERED', NULL
  FROM endpoint, generate_series(1, 200) AS n`;

/** Inserts the maximum number of endpoints for each account, each with a delivery log. */
export async function fillWebhooks(room: Client, ownerIds: readonly string[]): Promise<void> {
  await room.query(endpoints, [ownerIds]);
}
