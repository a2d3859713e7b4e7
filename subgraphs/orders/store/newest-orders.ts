import sql, { empty, raw, type Sql } from 'sql-template-tag';
import { historyOrders } from '../domain/fraud';
import { confirmedStatuses } from '../domain/order-stats';

/**
 * The newest orders of a buyer that count as their history, read by the index of their orders.
 * @param earlier an AND that leaves out what is not history yet.
 */
export const newestOrders = (customerId: string, earlier: Sql = empty): Sql => sql`
      SELECT payment_status, placed_at, total_minor, currency,
        shipping_address->>'country' AS country,
        status = ANY(${confirmedStatuses}::"OrderStatus"[]) AS accepted
      FROM orders WHERE customer_id = ${customerId}::uuid ${earlier}
      ORDER BY placed_at DESC, id DESC LIMIT ${raw(String(historyOrders))}`;
