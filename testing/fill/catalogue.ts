import type { Client } from 'pg';
import { makes, materials, searchedCount, searchedProduct, things } from './words';

const warehouses = `
  INSERT INTO warehouses (code, name, country)
  VALUES ('BER', 'Berlin', 'DE'), ('AMS', 'Amsterdam', 'NL'), ('PAR', 'Paris', 'FR')
  ON CONFLICT DO NOTHING`;

/** Names repeat, as in a real catalogue; one product in fifty is no longer sold. */
const products = `
  INSERT INTO products (sku, name, description, price_minor, currency, active, created_at)
  SELECT 'GEN-' || lpad(n::text, 7, '0'),
    CASE WHEN n <= ${searchedCount} THEN '${searchedProduct}'
      ELSE ($2::text[])[1 + n / 40 % cardinality($2::text[])] || ' ' ||
        ($3::text[])[1 + n / 800 % cardinality($3::text[])] || ' ' ||
        ($4::text[])[1 + n % cardinality($4::text[])]
    END || ' ' || n / 12000,
    'Made to be counted.', 100 + (n::bigint * 7919) % 50000, 'EUR', n % 50 <> 0,
    '2025-01-01'::timestamptz + n * interval '1 second'
  FROM generate_series(1, $1::int) AS n
  ON CONFLICT DO NOTHING`;

/** One product in twenty is sold out, one in fifty is low on stock. */
const levels = `
  INSERT INTO stock_levels (sku, warehouse, on_hand, reserved, reorder_point)
  SELECT 'GEN-' || lpad(n::text, 7, '0'), code,
    CASE WHEN n % 20 = 0 THEN 0 WHEN n % 50 = 1 THEN 4 ELSE 1000 + n % 500 END, 0, 5
  FROM generate_series(1, $1::int) AS n, (VALUES ('BER'), ('AMS'), ('PAR')) AS given (code)
  WHERE n % 20 <> 0 OR code = 'BER'
  ON CONFLICT DO NOTHING`;

const received = `
  INSERT INTO stock_movements (at, sku, warehouse, on_hand_delta, reserved_delta, kind, reference)
  SELECT '2025-01-01', sku, warehouse, on_hand, 0, 'RECEIVED', 'generated'
  FROM stock_levels WHERE on_hand > 0 AND starts_with(sku::text, 'GEN-')`;

/** @param count number of products, with the SKUs GEN-0000001 and so on. */
export async function fillCatalogue(inventory: Client, count: number): Promise<void> {
  await inventory.query(warehouses);
  await inventory.query(products, [count, makes, materials, things]);
  await inventory.query(levels, [count]);
  await inventory.query(received);
}
