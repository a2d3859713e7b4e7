import sql from 'sql-template-tag';
import type { Addressed } from './addresses';
import type { OrdersDatabase } from './database';

export interface ExportedOrder {
  readonly id: string;
  /** JSON text from the database, passed on without parsing, with the address in plain text. */
  readonly order: string;
}

/** Adds a field to the JSON text of an object that is not empty. */
const withField = (text: string, name: string, value: object): string =>
  `{"${name}":${JSON.stringify(value)},${text.slice(1)}`;

/**
 * A person's orders for their data export, without notes and names of staff. Keys act for the owner
 * of an order only.
 */
export function orderExportStore({ addresses, pool }: OrdersDatabase) {
  return {
    /** A customer's orders after the given id, newest first. */
    async page(customerId: string, after: string | null, limit: number): Promise<ExportedOrder[]> {
      const behind =
        after === null
          ? sql`true`
          : sql`(o.placed_at, o.id) < (
        SELECT placed_at, id FROM orders WHERE id = ${after}::uuid)`;
      const { rows } = await pool.query<ExportedOrder & Addressed>(sql`
        SELECT o.id, o.shipping_address AS "shippingAddress", json_build_object('id', o.id, 'number', o.number, 'status', o.status,
          'statusReason', split_part(o.status_reason, ':', 1), 'currency', o.currency,
          'subtotalMinor', o.subtotal_minor, 'shippingMinor', o.shipping_minor,
          'taxMinor', o.tax_minor, 'totalMinor', o.total_minor,
          'note', o.note,
          'payment', json_build_object('status', o.payment_status, 'brand', o.payment_brand,
            'last4', o.payment_last4, 'capturedMinor', o.captured_minor,
            'refundedMinor', o.refunded_minor),
          'placedAt', o.placed_at, 'updatedAt', o.updated_at,
          'lines', (SELECT json_agg(json_build_object('sku', l.sku, 'name', l.name,
              'quantity', l.quantity, 'unitPriceMinor', l.unit_price_minor) ORDER BY l.position)
            FROM order_lines l WHERE l.order_id = o.id),
          'shipments', (SELECT coalesce(json_agg(json_build_object('carrier', s.carrier,
              'trackingCode', s.tracking_code, 'trackingUrl', s.tracking_url,
              'shippedAt', s.shipped_at, 'deliveredAt', s.delivered_at) ORDER BY s.shipped_at), '[]')
            FROM shipments s WHERE s.order_id = o.id),
          'refunds', (SELECT coalesce(json_agg(json_build_object('amountMinor', r.amount_minor,
              'reason', r.reason, 'createdAt', r.created_at) ORDER BY r.seq), '[]')
            FROM refunds r WHERE r.order_id = o.id),
          'timeline', (SELECT json_agg(json_build_object('at', e.at, 'type', e.type,
              'note', CASE WHEN e.actor = 'User:' || o.customer_id OR e.actor LIKE 'ApiKey:%'
                THEN e.note END) ORDER BY e.seq)
            FROM order_events e WHERE e.order_id = o.id))::text AS order
        FROM orders o WHERE o.customer_id = ${customerId}::uuid AND ${behind}
        ORDER BY o.placed_at DESC, o.id DESC LIMIT ${limit}`);
      return Promise.all(
        rows.map(async ({ id, order, shippingAddress }) => {
          const address = await addresses.open({ id, shippingAddress });
          return { id, order: withField(order, 'shippingAddress', address) };
        }),
      );
    },
  };
}
