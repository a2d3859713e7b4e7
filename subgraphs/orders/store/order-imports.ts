import sql, { type Sql } from 'sql-template-tag';
import { uuidV7 } from '../../../platform/values/uuid';
import {
  type ImportedOrder,
  importDigest,
  importedAddress,
  importedTotals,
} from '../domain/imported-order';
import { orderNumber } from '../domain/order-number';
import { shardOf } from '../domain/shard';
import type { OrdersDatabase } from './database';
import { withoutPerson } from './erasures';
import { withFreeNumber } from './free-number';
import { staleDays } from './order-stats';

export type ImportOutcome = 'CREATED' | 'UNCHANGED' | 'DIFFERS';

/** Inserts orders, lines and timeline in one statement; existing invoices are skipped. */
function insertion(orders: readonly ImportedOrder[]): Sql {
  const rows = orders.map((order) => {
    const shard = shardOf(order.customerId);
    const totals = importedTotals(order);
    return { ...order, ...totals, id: uuidV7(shard), number: orderNumber(shard) };
  });
  const lines = rows.flatMap(({ id, lines: own }) =>
    own.map((line, index) => ({ ...line, orderId: id, position: index + 1 })),
  );
  return sql`
    WITH imported AS (
      SELECT * FROM unnest(
        ${rows.map(({ id }) => id)}::uuid[],
        ${rows.map(({ number }) => number)}::text[],
        ${rows.map(({ invoice }) => invoice)}::text[],
        ${rows.map(importDigest)}::text[],
        ${rows.map(({ customerId }) => customerId)}::uuid[],
        ${rows.map(({ currency }) => currency)}::text[],
        ${rows.map(({ subtotalMinor }) => subtotalMinor)}::bigint[],
        ${rows.map(({ shippingMinor }) => shippingMinor)}::bigint[],
        ${rows.map(({ taxMinor }) => taxMinor)}::bigint[],
        ${rows.map(({ totalMinor }) => totalMinor)}::bigint[],
        ${rows.map((row) => JSON.stringify(importedAddress(row)))}::text[],
        ${rows.map(({ placedAt }) => placedAt)}::timestamptz[]
      ) AS row (id, number, invoice, digest, customer_id, currency, subtotal_minor,
        shipping_minor, tax_minor, total_minor, address, placed_at)
    ), claimed AS (
      INSERT INTO order_imports (invoice, digest, order_id)
      SELECT invoice, digest, id FROM imported ORDER BY invoice
      ON CONFLICT (invoice) DO NOTHING RETURNING order_id, invoice
    ), placed AS (
      INSERT INTO orders (id, number, customer_id, status, currency, subtotal_minor,
        shipping_minor, tax_minor, total_minor, shipping_address, payment_status, placed_at,
        decided_at, updated_at, erased_at)
      SELECT id, number, customer_id, 'DELIVERED', currency, subtotal_minor, shipping_minor,
        tax_minor, total_minor,
        CASE WHEN gone.customer_id IS NULL THEN address::jsonb
          ELSE ${withoutPerson(sql`(address::jsonb)`)} END,
        'NONE', placed_at, placed_at, placed_at,
        CASE WHEN gone.customer_id IS NOT NULL THEN now() END
      FROM imported JOIN claimed ON claimed.order_id = imported.id
      LEFT JOIN erased_customers gone USING (customer_id)
      RETURNING id, version, status, placed_at
    ), line AS (
      INSERT INTO order_lines (order_id, position, sku, name, quantity, shipped_quantity,
        unit_price_minor)
      SELECT line.* FROM unnest(
        ${lines.map(({ orderId }) => orderId)}::uuid[],
        ${lines.map(({ position }) => position)}::int[],
        ${lines.map(({ sku }) => sku)}::text[],
        ${lines.map(({ name }) => name)}::text[],
        ${lines.map(({ quantity }) => quantity)}::int[],
        ${lines.map(({ quantity }) => quantity)}::int[],
        ${lines.map(({ unitPriceMinor }) => unitPriceMinor)}::bigint[]
      ) AS line (order_id, position, sku, name, quantity, shipped_quantity, unit_price_minor)
      JOIN claimed USING (order_id)
    ), event AS (
      INSERT INTO order_events (order_id, seq, at, type, to_status, actor)
      SELECT id, version, placed_at, 'order.imported', status, 'system' FROM placed
    ), ${staleDays(sql`SELECT placed_at FROM placed`)}
    SELECT invoice FROM claimed`;
}

export function orderImportStore({ pool, workSignal }: OrdersDatabase) {
  async function digestsOf(orders: readonly ImportedOrder[]): Promise<Map<string, string>> {
    const { rows } = await pool.query<{ invoice: string; digest: string }>(sql`
      SELECT invoice, digest FROM order_imports
      WHERE invoice = ANY(${orders.map(({ invoice }) => invoice)}::text[])`);
    return new Map(rows.map(({ invoice, digest }) => [invoice, digest]));
  }

  async function insert(orders: readonly ImportedOrder[]): Promise<Set<string>> {
    if (orders.length === 0) return new Set();
    const { rows } = await withFreeNumber(() => pool.query<{ invoice: string }>(insertion(orders)));
    if (rows.length > 0) workSignal.emit('stats');
    return new Set(rows.map(({ invoice }) => invoice));
  }

  return {
    /** The invoices that are stored, each with its digest. */
    digestsOf,

    /**
     * Stores past orders as delivered, without effects, payment or stock. Each invoice is stored once,
     * even with concurrent imports. The input must not contain an invoice twice.
     */
    async take(orders: readonly ImportedOrder[]): Promise<ImportOutcome[]> {
      const known = await digestsOf(orders);
      const created = await insert(orders.filter(({ invoice }) => !known.has(invoice)));
      const rest = orders.filter(({ invoice }) => !created.has(invoice));
      // Neither known nor created: another import has written it in the meantime.
      const all = rest.every(({ invoice }) => known.has(invoice)) ? known : await digestsOf(rest);
      return orders.map((order) => {
        if (created.has(order.invoice)) return 'CREATED';
        return all.get(order.invoice) === importDigest(order) ? 'UNCHANGED' : 'DIFFERS';
      });
    },
  };
}
