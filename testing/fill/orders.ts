import type { Client } from 'pg';
import { firstNames, lastNames, searchedCount, searchedPerson } from './words';

export interface OrdersToFill {
  readonly orders: number;
  readonly products: number;
  readonly customers: number;
  /** The account whose orders are queried; it gets the fifth-most orders. */
  readonly knownCustomerId: string;
}

export const linesPerOrder = 5;
const knownRank = 5;

/** Makes the server's random numbers repeatable: one seed, one connection, no parallel workers. */
const seeded = ['SET max_parallel_workers_per_gather = 0', 'SELECT setseed(0.42)'];

/**
 * A draft of every order, from which both rooms are filled. Customers follow Zipf's law; one order
 * in a hundred is in review, one in two hundred is pending.
 */
const draft = `
  CREATE TEMPORARY TABLE draft AS
  SELECT n, placed_at, status, customer,
    CASE WHEN n <= ${searchedCount} THEN '${searchedPerson.first}' ELSE first_name END AS first_name,
    CASE WHEN n <= ${searchedCount} THEN '${searchedPerson.last}' ELSE last_name END AS last_name,
    (lpad(to_hex((extract(epoch FROM placed_at) * 1000)::bigint), 12, '0') || '7' ||
      substr(digest, 1, 3) || '8' || substr(digest, 4, 15))::uuid AS id,
    '000-' || regexp_replace(lpad(upper(to_hex(n)), 8, '0'), '(.{4})(.{4})', '\\1-\\2') AS number
  FROM (
    SELECT n, md5('order' || n) AS digest,
      date_trunc('milliseconds', '2026-01-01'::timestamptz + n * ($2::float8 * interval '1 second'))
        AS placed_at,
      (CASE WHEN n % 200 = 0 THEN 'PENDING' WHEN n % 100 = 1 THEN 'IN_REVIEW'
        WHEN n % 20 = 2 THEN 'CANCELLED' WHEN n % 20 = 3 THEN 'REJECTED'
        WHEN n % 4 = 0 THEN 'CONFIRMED' WHEN n % 4 = 1 THEN 'SHIPPED' ELSE 'DELIVERED' END
      )::"OrderStatus" AS status,
      floor(exp(random() * ln($3::int + 1)))::int AS customer,
      ($4::text[])[1 + floor(random() * cardinality($4::text[]))::int] AS first_name,
      ($5::text[])[1 + floor(random() * cardinality($5::text[]))::int] AS last_name
    FROM generate_series(1, $1::int) AS n
  ) AS drawn`;

const customerId = `CASE WHEN customer = ${knownRank} THEN $1::uuid
  ELSE md5('customer' || customer)::uuid END`;

const orders = `
  INSERT INTO orders (id, number, customer_id, status, currency, subtotal_minor, shipping_minor,
    tax_minor, total_minor, shipping_address, payment_status, placed_at, decided_at, updated_at)
  SELECT id, number, ${customerId}, status, 'EUR', 5000, 490, 0, 5490,
    jsonb_build_object('recipient', first_name || ' ' || last_name, 'line1', 'Hauptstraße 1',
      'city', 'Berlin', 'postalCode', '10115', 'country', 'DE'),
    (CASE WHEN status IN ('PENDING', 'REJECTED') THEN 'NONE' ELSE 'AUTHORIZED' END
    )::"PaymentStatus",
    placed_at,
    -- Reviews are fresh: a running shop would decide those that nobody has decided for days.
    CASE WHEN status = 'IN_REVIEW' THEN now() WHEN status <> 'PENDING' THEN placed_at END, placed_at
  FROM draft`;

const lines = `
  INSERT INTO order_lines (order_id, position, sku, name, quantity, unit_price_minor)
  SELECT id, line, 'GEN-' || lpad(product::text, 7, '0'), 'Thing ' || product, 1, 1000
  FROM (SELECT id, line, 1 + floor($1::int * power(random(), 3))::int AS product
    FROM draft, generate_series(1, ${linesPerOrder}) AS line) AS drawn`;

const journal = `
  WITH effect AS (
    INSERT INTO effects (order_id, kind, state, opened_at, updated_at)
    SELECT id, kind::"EffectKind", 'DONE', placed_at, placed_at
    FROM draft, unnest(ARRAY['RESERVE', 'AUTHORIZE', 'CONFIRM']) AS kind
  )
  INSERT INTO order_events (order_id, seq, at, type, from_status, to_status, actor)
  SELECT id, 1, placed_at, 'order.placed', NULL::"OrderStatus", 'PENDING'::"OrderStatus", 'system'
  FROM draft
  UNION ALL
  SELECT id, 2, placed_at, 'order.decided', 'PENDING', status, 'system'
  FROM draft WHERE status <> 'PENDING'`;

const shipments = `
  WITH shipment AS (
    INSERT INTO shipments (id, order_id, warehouse, carrier, tracking_code, shipped_at)
    SELECT md5('shipment' || n)::uuid, id, 'BER', 'dhl', 'JD' || lpad(n::text, 10, '0'), placed_at
    FROM draft WHERE status IN ('SHIPPED', 'DELIVERED') RETURNING id, order_id
  )
  INSERT INTO shipment_lines (shipment_id, sku, quantity)
  SELECT s.id, l.sku, sum(l.quantity) FROM shipment s JOIN order_lines l USING (order_id)
  GROUP BY s.id, l.sku`;

/** The shop counts them in the background. */
const stale = `
  INSERT INTO order_stats_stale SELECT DISTINCT date_trunc('day', placed_at, 'UTC') FROM draft
  ON CONFLICT (day) DO UPDATE SET day = excluded.day`;

/** Inserts orders of five lines with their journal, spread over half a year, the latest last. */
export async function fillOrders(room: Client, sizes: OrdersToFill): Promise<void> {
  for (const statement of seeded) await room.query(statement);
  const secondsApart = (180 * 24 * 3_600) / sizes.orders;
  const { customers, products, knownCustomerId } = sizes;
  await room.query(draft, [sizes.orders, secondsApart, customers, firstNames, lastNames]);
  await room.query('BEGIN');
  await room.query(orders, [knownCustomerId]);
  await room.query(lines, [products]);
  await room.query(journal);
  await room.query(shipments);
  await room.query(stale);
  await room.query('COMMIT');
}

const reservations = `
  WITH reservation AS (
    INSERT INTO reservations (order_id, state)
    SELECT DISTINCT order_id, 'CONFIRMED'::"ReservationState"
    FROM unnest($1::uuid[]) AS given (order_id)
    ON CONFLICT DO NOTHING
  ), allocation AS (
    INSERT INTO allocations (order_id, sku, warehouse, quantity)
    SELECT order_id, sku, 'BER', count(*)
    FROM unnest($1::uuid[], $2::citext[]) AS given (order_id, sku) GROUP BY order_id, sku
    ON CONFLICT DO NOTHING
  )
  INSERT INTO stock_movements (sku, warehouse, on_hand_delta, reserved_delta, kind, reference)
  SELECT sku, 'BER', 0, 1, 'RESERVED', order_id
  FROM unnest($1::uuid[], $2::citext[]) AS given (order_id, sku)`;

const linesPerBatch = 50_000;

/** Inserts the reservations of the same orders into inventory. */
export async function fillReservations(room: Client, inventory: Client): Promise<void> {
  await room.query('BEGIN');
  await room.query('DECLARE lines CURSOR FOR SELECT order_id, sku FROM order_lines ORDER BY 1');
  for (;;) {
    const { rows } = await room.query<{ order_id: string; sku: string }>(
      `FETCH ${linesPerBatch} FROM lines`,
    );
    if (rows.length === 0) break;
    await inventory.query(reservations, [
      rows.map(({ order_id }) => order_id),
      rows.map(({ sku }) => sku),
    ]);
  }
  await room.query('COMMIT');
}
