import sql, { type Sql } from 'sql-template-tag';
import { inTransaction } from '../../../platform/database/pool';
import { erasedAddress, erasedText, erasedTracking } from '../domain/erasure';
import type { OrdersDatabase } from './database';

export interface Erasure {
  readonly userId: string;
  readonly erasedAt: Date;
}

/** The erased form of an address in a JSON column. */
export const withoutPerson = (address: Sql): Sql =>
  sql`${JSON.stringify(erasedAddress)}::jsonb || jsonb_build_object('country', ${address}->>'country')`;

/**
 * Orders may still arrive for this long (placed with a token that is valid for some seconds, or
 * imported).
 */
const sweptHours = 24;

/** Increments the epoch, so that a run that has read the order cannot write the data back. */
const eraseOrders = (limit: number) => sql`
  UPDATE orders o SET erased_at = now(), epoch = o.epoch + 1, lease_until = NULL,
    shipping_address = ${withoutPerson(sql`o.shipping_address`)}, note = NULL,
    status_reason = split_part(o.status_reason, ':', 1), payment_last4 = NULL,
    payment_return_url = NULL
  WHERE o.id IN (
    SELECT o.id FROM erased_customers c JOIN orders o ON o.customer_id = c.customer_id
    WHERE o.erased_at IS NULL AND c.heard_at > now() - ${sweptHours}::int * interval '1 hour'
    ORDER BY o.id LIMIT ${limit}::int FOR UPDATE OF o)
  RETURNING o.id, o.customer_id AS "customerId"`;

/** Erases dependent rows; the orders are locked, so none are added in the meantime. */
const eraseAround = (orderIds: readonly string[], customerIds: readonly string[]) => sql`
  WITH noted AS (
    UPDATE order_events SET note = NULL
    WHERE order_id = ANY(${orderIds}::uuid[]) AND note IS NOT NULL
  ), refunded AS (
    UPDATE refunds SET reason = ${erasedText} WHERE order_id = ANY(${orderIds}::uuid[])
  ), tracked AS (
    UPDATE shipments SET tracking_code = ${erasedText}, tracking_url = NULL
    WHERE order_id = ANY(${orderIds}::uuid[])
  ), journalled AS (
    UPDATE effects SET input = input || ${JSON.stringify(erasedTracking)}::jsonb
    WHERE order_id = ANY(${orderIds}::uuid[]) AND kind = 'SHIP'
  )
  UPDATE idempotency_keys SET input_hash = ${erasedText}
  WHERE user_id = ANY(${customerIds}::uuid[]) AND input_hash <> ${erasedText}`;

/** Erased accounts, and the anonymisation of their orders. */
export function erasureStore({ pool }: OrdersDatabase) {
  return {
    /** The last known erasure; null before the first. */
    async newest(): Promise<Erasure | null> {
      const { rows } = await pool.query<Erasure>(sql`
        SELECT customer_id AS "userId", erased_at AS "erasedAt" FROM erased_customers
        ORDER BY erased_at DESC, customer_id DESC LIMIT 1`);
      return rows[0] ?? null;
    },

    /** Deletes the endpoints of erased accounts. */
    async hear(erasures: readonly Erasure[]): Promise<void> {
      const ids = erasures.map(({ userId }) => userId);
      await pool.query(sql`
        WITH removed_endpoints AS (DELETE FROM webhook_endpoints WHERE owner_id = ANY(${ids}::uuid[]))
        INSERT INTO erased_customers (customer_id, erased_at)
        SELECT * FROM unnest(${ids}::uuid[],
          ${erasures.map(({ erasedAt }) => erasedAt)}::timestamptz[])
        ON CONFLICT DO NOTHING`);
    },

    /** Erases at most `limit` orders of recently erased accounts. @returns the number of orders. */
    async sweep(limit: number): Promise<number> {
      return inTransaction(pool, async (transaction) => {
        const { rows } = await transaction.query<{ id: string; customerId: string }>(
          eraseOrders(limit),
        );
        if (rows.length === 0) return 0;
        const customerIds = [...new Set(rows.map(({ customerId }) => customerId))];
        await transaction.query(
          eraseAround(
            rows.map(({ id }) => id),
            customerIds,
          ),
        );
        return rows.length;
      });
    },
  };
}
