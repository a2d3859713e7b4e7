/**
 * The rows of an order with three lines, written in the simplest way: four statements and four
 * commits, as in the saga, each prepared once per connection.
 */

export const fill = `
  WITH warehouse AS (
    INSERT INTO warehouses (code, name, country) VALUES ('BARE', 'Bare', 'DE')
    ON CONFLICT DO NOTHING
  ), product AS (
    INSERT INTO products (sku, name, price_minor, currency)
    SELECT sku, sku, 1000, 'EUR' FROM unnest($1::text[]) AS given (sku) ON CONFLICT DO NOTHING
  )
  INSERT INTO stock_levels (sku, warehouse, on_hand)
  SELECT sku, 'BARE', 1000000000 FROM unnest($1::text[]) AS given (sku) ON CONFLICT DO NOTHING`;

export const place = {
  name: 'bare-place',
  text: `
    WITH key AS (
      INSERT INTO idempotency_keys (mutation, user_id, key, input_hash, order_id)
      VALUES ('placeOrder', $3::uuid, $1::text, $1::text, $1::uuid)
    ), placed AS (
      INSERT INTO orders (id, number, customer_id, status, currency, subtotal_minor,
        shipping_minor, tax_minor, total_minor, shipping_address, payment_status, payment_token,
        lease_until)
      VALUES ($1::uuid, $2, $3::uuid, 'PENDING', 'EUR', 3000, 490, 663, 4153,
        '{"recipient": "Ada Buyer", "line1": "Hauptstraße 1", "city": "Berlin", "postalCode": "10115", "country": "DE"}',
        'NONE', 'tok_ok', now() + interval '6 seconds')
    ), line AS (
      INSERT INTO order_lines (order_id, position, sku, name, quantity, unit_price_minor)
      SELECT $1::uuid, position, sku, sku, 1, 1000
      FROM unnest($4::text[]) WITH ORDINALITY AS given (sku, position)
    ), effect AS (
      INSERT INTO effects (order_id, kind)
      VALUES ($1::uuid, 'RESERVE'), ($1::uuid, 'AUTHORIZE'), ($1::uuid, 'CONFIRM')
    ), recorded AS (
      INSERT INTO outbox (order_id, version, customer_id, number, type, status)
      VALUES ($1::uuid, 1, $3::uuid, $2, 'order.placed', 'PENDING')
    )
    INSERT INTO order_events (order_id, seq, type, to_status, actor)
    VALUES ($1::uuid, 1, 'order.placed', 'PENDING', $3::text)`,
};

export const reserve = {
  name: 'bare-reserve',
  text: `
    WITH held AS (
      UPDATE stock_levels SET reserved = reserved + 1
      WHERE sku = ANY($2::citext[]) AND warehouse = 'BARE' RETURNING sku
    ), made AS (
      INSERT INTO reservations (order_id, state, expires_at)
      VALUES ($1::uuid, 'HELD', now() + interval '15 minutes')
    ), allocated AS (
      INSERT INTO allocations (order_id, sku, warehouse, quantity)
      SELECT $1::uuid, sku, 'BARE', 1 FROM held
    )
    INSERT INTO stock_movements (sku, warehouse, on_hand_delta, reserved_delta, kind, reference)
    SELECT sku, 'BARE', 0, 1, 'RESERVED', $1::text FROM held`,
};

export const confirm = {
  name: 'bare-confirm',
  text: `UPDATE reservations SET state = 'CONFIRMED', expires_at = NULL WHERE order_id = $1::uuid`,
};

export const decide = {
  name: 'bare-decide',
  text: `
    WITH decided AS (
      UPDATE orders SET status = 'CONFIRMED', payment_status = 'AUTHORIZED', payment_token = NULL,
        payment_reference = 'pay_' || id, payment_brand = 'visa', payment_last4 = '4242',
        version = 2, epoch = 2, lease_until = NULL, decided_at = now(), updated_at = now()
      WHERE id = $1::uuid RETURNING id, customer_id, number
    ), effect AS (
      UPDATE effects SET state = 'DONE', updated_at = now() WHERE order_id = $1::uuid
    ), recorded AS (
      INSERT INTO outbox (order_id, version, customer_id, number, type, status)
      SELECT id, 2, customer_id, number, 'order.confirmed', 'CONFIRMED' FROM decided
    )
    INSERT INTO order_events (order_id, seq, type, from_status, to_status, actor)
    VALUES ($1::uuid, 2, 'order.confirmed', 'PENDING', 'CONFIRMED', 'system')`,
};
