import sql from 'sql-template-tag';
import { prepared } from '../../../platform/database/prepared';
import { nilUuid } from '../../../platform/values/uuid';
import type { ReservationFacts, StockFacts } from '../../../verify/facts';
import type { InventoryDatabase } from './database';

export interface StockFactsPage {
  /** The last SKU of the page; null if there are no more. */
  readonly lastSku: string | null;
  readonly levels: readonly StockFacts[];
}

type StockRow = Omit<StockFacts, 'warehouse'> & { readonly warehouse: string | null };

/** Reads to verify stock against its movements and against orders. */
export function integrityStore({ pool }: InventoryDatabase) {
  return {
    /** The stock of the next products by SKU, in one statement for a consistent snapshot. */
    async stock(after: string | null, first: number): Promise<StockFactsPage> {
      const rows = await prepared<StockRow>(
        pool,
        'integrity-stock',
        sql`WITH page AS MATERIALIZED (
            SELECT sku FROM products WHERE sku > ${after ?? ''}::citext ORDER BY sku LIMIT ${first}
          ), level AS (
            SELECT sku, warehouse, on_hand, reserved FROM stock_levels JOIN page USING (sku)
          ), moved AS (
            SELECT sku, warehouse, sum(on_hand) AS on_hand, sum(reserved) AS reserved FROM (
              SELECT sku, warehouse, on_hand_delta AS on_hand, reserved_delta AS reserved
              FROM stock_movements JOIN page USING (sku)
              UNION ALL
              SELECT sku, warehouse, on_hand, reserved
              FROM stock_opening_balances JOIN page USING (sku)
            ) change GROUP BY sku, warehouse
          ), allocated AS (
            SELECT sku, warehouse, sum(quantity) AS quantity
            FROM allocations JOIN page USING (sku) GROUP BY sku, warehouse
          )
          SELECT page.sku, stock.warehouse, coalesce(stock.on_hand, 0) AS "onHand",
            coalesce(stock.reserved, 0) AS reserved,
            coalesce(stock.moved_on_hand, 0)::text AS "movedOnHand",
            coalesce(stock.moved_reserved, 0)::text AS "movedReserved",
            coalesce(stock.allocated, 0)::text AS allocated
          FROM page LEFT JOIN (
            SELECT sku, warehouse, level.on_hand, level.reserved, moved.on_hand AS moved_on_hand,
              moved.reserved AS moved_reserved, allocated.quantity AS allocated
            FROM level FULL JOIN moved USING (sku, warehouse)
              FULL JOIN allocated USING (sku, warehouse)
          ) stock ON stock.sku = page.sku
          ORDER BY page.sku, stock.warehouse`,
      );
      const levels = rows.filter((row): row is StockFacts => row.warehouse !== null);
      return { lastSku: rows.at(-1)?.sku ?? null, levels };
    },

    /** The reserved units of these orders by SKU, without orders that have no reservation. */
    async reservationsOf(orderIds: readonly string[]): Promise<ReservationFacts[]> {
      return prepared<ReservationFacts>(
        pool,
        'integrity-reservations-of',
        sql`SELECT r.order_id AS "orderId", r.state,
          extract(epoch FROM now() - r.created_at)::int AS "ageSeconds", (
            SELECT coalesce(json_agg(json_build_object('sku', sku, 'quantity', quantity)), '[]')
            FROM (SELECT sku, sum(quantity) AS quantity FROM allocations a
              WHERE a.order_id = r.order_id GROUP BY sku) unit) AS held
          FROM reservations r WHERE r.order_id = ANY(${orderIds}::uuid[])`,
      );
    },

    /** The orders of the next reservations by order id that are at least this old. */
    async reservedOrders(
      after: string | null,
      first: number,
      olderThanSeconds: number,
    ): Promise<string[]> {
      const rows = await prepared<{ orderId: string }>(
        pool,
        'integrity-reserved-orders',
        sql`SELECT order_id AS "orderId" FROM reservations
          WHERE order_id > ${after ?? nilUuid}::uuid
            AND created_at <= now() - make_interval(secs => ${olderThanSeconds}::int)
          ORDER BY order_id LIMIT ${first}`,
      );
      return rows.map(({ orderId }) => orderId);
    },
  };
}
