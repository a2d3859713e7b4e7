import sql, { empty } from 'sql-template-tag';
import { confirmedStatuses } from '../domain/order-stats';
import type { OrdersDatabase } from './database';

/** What the training of a fraud model reads of an order. */
export interface HistoryOrder {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly placedAt: Date;
  readonly currency: string;
  readonly totalMinor: bigint;
  readonly country: string;
  readonly lines: number;
  readonly units: number;
  readonly isAccepted: boolean;
  readonly isDeclined: boolean;
  /** A person rejected it in its review. */
  readonly isRejectedByReview: boolean;
  readonly paymentReference: string | null;
}

type HistoryRow = Omit<HistoryOrder, 'totalMinor'> & { readonly totalMinor: string };

export interface HistoryCursor {
  readonly placedAt: Date;
  readonly id: string;
}

/** Reads past orders in pages, the newest first. */
export function fraudHistoryStore({ pool }: OrdersDatabase) {
  return {
    /** @param after null for the newest orders. */
    async page(after: HistoryCursor | null, first: number): Promise<HistoryOrder[]> {
      const before =
        after === null
          ? empty
          : sql`AND (o.placed_at, o.id) < (${after.placedAt}::timestamptz, ${after.id}::uuid)`;
      const { rows } = await pool.query<HistoryRow>(sql`
        SELECT o.id, o.number, o.customer_id AS "customerId", o.placed_at AS "placedAt", o.currency,
          o.total_minor::text AS "totalMinor", o.shipping_address->>'country' AS country,
          l.lines, l.units, o.payment_reference AS "paymentReference",
          o.status = ANY(${confirmedStatuses}::"OrderStatus"[]) AS "isAccepted",
          o.payment_status = 'DECLINED' AS "isDeclined",
          o.status = 'REJECTED' AND EXISTS (SELECT FROM order_events e WHERE e.order_id = o.id
            AND e.from_status = 'IN_REVIEW' AND e.to_status = 'REJECTED' AND e.actor <> 'system')
            AS "isRejectedByReview"
        FROM orders o CROSS JOIN LATERAL (SELECT count(*)::int AS lines,
            coalesce(sum(quantity), 0)::float8 AS units
          FROM order_lines WHERE order_id = o.id) l
        WHERE o.status <> 'PENDING' ${before}
        ORDER BY o.placed_at DESC, o.id DESC LIMIT ${first}::int`);
      return rows.map((row) => ({ ...row, totalMinor: BigInt(row.totalMinor) }));
    },
  };
}
