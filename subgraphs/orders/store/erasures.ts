import sql, { type Sql } from 'sql-template-tag';
import { inTransaction } from '../../../platform/database/pool';
import { erasedAddress, erasedReason, erasedText, erasedTracking } from '../domain/erasure';
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

/** Orders that one transaction erases, so that nothing waits long for their rows. */
const transactionMax = 200;

/**
 * Whether the payment is over: no money is left to capture, refund or release. A REFUNDED one is
 * not: the bank may return a refund days later, and the shop needs the ids to see that and to repeat
 * it.
 */
const isPaymentOver = sql`(o.payment_status IN ('NONE', 'DECLINED', 'VOIDED')
  AND o.status IN ('SHIPPED', 'DELIVERED', 'REJECTED', 'CANCELLED')
  AND NOT EXISTS (
    SELECT FROM effects e WHERE e.order_id = o.id
      AND (e.state = 'PENDING' OR e.state = 'REFUSED' AND e.kind::text = o.attention->>'step')))`;

/**
 * Increments the epoch, so that a run that has read the order cannot write the data back.
 * @param selected the ids of the orders, locked.
 */
const eraseOrders = (selected: Sql) => sql`
  UPDATE orders o SET erased_at = now(), epoch = o.epoch + 1, lease_until = NULL,
    shipping_address = ${withoutPerson(sql`o.shipping_address`)}, note = NULL,
    status_reason = split_part(o.status_reason, ':', 1), payment_last4 = NULL,
    payment_brand = NULL, payment_return_url = NULL, payment_action = NULL, risk = NULL,
    payment_reference = CASE WHEN NOT ${isPaymentOver} THEN o.payment_reference END,
    attention = o.attention || ${JSON.stringify(erasedReason)}::jsonb
  WHERE o.id IN (${selected})
  RETURNING o.id, o.payment_reference IS NULL AS "isPaymentErased"`;

interface FoundOrder {
  readonly id: string;
  readonly customerId: string;
}

const ofErasedCustomers = (limit: number) => sql`
  SELECT o.id, o.customer_id AS "customerId"
  FROM erased_customers c JOIN orders o ON o.customer_id = c.customer_id
  WHERE o.erased_at IS NULL AND c.heard_at > now() - ${sweptHours}::int * interval '1 hour'
  LIMIT ${limit}::int`;

/** Locked in the order of their ids, as batches of changes do, so that they do not deadlock. */
const unerasedAmong = (orders: readonly FoundOrder[]) => sql`
  SELECT id FROM orders WHERE erased_at IS NULL AND id = ANY(${orders.map(({ id }) => id)}::uuid[])
  ORDER BY id FOR UPDATE`;

/** Orders that have ended and not changed for `days`; imported ones count from their import. */
const ended = (days: number, limit: number) => sql`
  SELECT o.id FROM orders o
  WHERE o.erased_at IS NULL AND o.placed_at < now() - ${days}::int * interval '1 day'
    AND o.updated_at < now() - ${days}::int * interval '1 day'
    AND o.status IN ('SHIPPED', 'DELIVERED', 'REJECTED', 'CANCELLED') AND o.attention IS NULL
    AND NOT EXISTS (SELECT FROM effects e WHERE e.order_id = o.id AND e.state = 'PENDING')
    AND NOT EXISTS (
      SELECT FROM order_imports i WHERE i.order_id = o.id
        AND i.imported_at >= now() - ${days}::int * interval '1 day')
  ORDER BY o.placed_at LIMIT ${limit}::int FOR UPDATE OF o SKIP LOCKED`;

interface ErasedOrder {
  readonly id: string;
  readonly isPaymentErased: boolean;
}

/**
 * Erases dependent rows; the orders are locked, so none are added in the meantime.
 * @param customerIds customers who send no request again, whose keys lose the hashes of inputs.
 */
function eraseAround(orders: readonly ErasedOrder[], customerIds: readonly string[]): Sql {
  const orderIds = orders.map(({ id }) => id);
  const withoutPayment = orders.filter(({ isPaymentErased }) => isPaymentErased);
  return sql`
  WITH noted AS (
    UPDATE order_events SET note = NULL
    WHERE order_id = ANY(${orderIds}::uuid[]) AND note IS NOT NULL
  ), refunded AS (
    UPDATE refunds SET reason = ${erasedText} WHERE order_id = ANY(${orderIds}::uuid[])
  ), tracked AS (
    UPDATE shipments SET tracking_code = ${erasedText}, tracking_url = NULL
    WHERE order_id = ANY(${orderIds}::uuid[])
  ), journalled AS (
    UPDATE effects SET
      input = CASE WHEN kind = 'SHIP' THEN input || ${JSON.stringify(erasedTracking)}::jsonb
        ELSE input END,
      outcome = CASE WHEN order_id = ANY(${withoutPayment.map(({ id }) => id)}::uuid[])
        THEN outcome - 'reference' ELSE outcome END
    WHERE order_id = ANY(${orderIds}::uuid[])
  ), acted AS (
    UPDATE bulk_action_items SET message = NULL
    WHERE order_id = ANY(${orderIds}::uuid[]) AND message IS NOT NULL
  ), explained AS (
    UPDATE bulk_actions b SET reason = ${erasedText}
    WHERE (b.finished_at IS NOT NULL OR b.stopped_at IS NOT NULL) AND b.id IN (
      SELECT bulk_action_id FROM bulk_action_items WHERE order_id = ANY(${orderIds}::uuid[]))
  ), unlinked AS (
    DELETE FROM fraud_links WHERE customer_id = ANY(${customerIds}::uuid[])
  )
  UPDATE idempotency_keys SET input_hash = ${erasedText}
  WHERE user_id = ANY(${customerIds}::uuid[]) AND input_hash <> ${erasedText}`;
}

/** Deletes the provider's ids of payments that are over, or have not changed for `days`. */
const forgetPayments = (days: number, limit: number) => sql`
  WITH forgotten AS (
    UPDATE orders o SET payment_reference = NULL, epoch = o.epoch + 1
    WHERE o.id IN (
      SELECT o.id FROM orders o WHERE o.erased_at IS NOT NULL AND o.payment_reference IS NOT NULL
        AND (${isPaymentOver} OR o.updated_at < now() - ${days}::int * interval '1 day')
      ORDER BY o.id LIMIT ${limit}::int FOR UPDATE OF o SKIP LOCKED)
    RETURNING o.id
  ), journalled AS (
    UPDATE effects e SET outcome = e.outcome - 'reference' FROM forgotten
    WHERE e.order_id = forgotten.id AND e.outcome ? 'reference'
  )
  SELECT count(*)::int AS orders FROM forgotten`;

/** Texts that the previous version added to an order after its erasure. */
const eraseLateTexts = (limit: number) => sql`
  WITH late AS (
    SELECT o.id FROM orders o
    WHERE o.erased_at IS NOT NULL AND o.updated_at >= o.erased_at AND (
      EXISTS (SELECT FROM order_events e WHERE e.order_id = o.id AND e.note IS NOT NULL)
      OR EXISTS (SELECT FROM refunds r WHERE r.order_id = o.id AND r.reason <> ${erasedText}))
    ORDER BY o.id LIMIT ${limit}::int
  ), noted AS (
    UPDATE order_events e SET note = NULL FROM late
    WHERE e.order_id = late.id AND e.note IS NOT NULL
  ), refunded AS (
    UPDATE refunds r SET reason = ${erasedText} FROM late WHERE r.order_id = late.id
  )
  SELECT count(*)::int AS orders FROM late`;

/** Texts of bulk actions that were running when the account of one of their orders was erased. */
const eraseBulkTexts = (limit: number) => sql`
  WITH ended AS (
    SELECT b.id FROM bulk_actions b
    WHERE (b.finished_at IS NOT NULL OR b.stopped_at IS NOT NULL) AND b.reason <> ${erasedText}
      AND EXISTS (
        SELECT FROM bulk_action_items i JOIN orders o ON o.id = i.order_id
        WHERE i.bulk_action_id = b.id AND o.erased_at IS NOT NULL)
    ORDER BY b.id LIMIT ${limit}::int
  ), acted AS (
    UPDATE bulk_action_items i SET message = NULL FROM orders o
    WHERE i.bulk_action_id IN (SELECT id FROM ended) AND o.id = i.order_id
      AND o.erased_at IS NOT NULL AND i.message IS NOT NULL
  )
  UPDATE bulk_actions SET reason = ${erasedText} WHERE id IN (SELECT id FROM ended)`;

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

    /** Records erasures, and deletes the webhook endpoints and links of their accounts. */
    async hear(erasures: readonly Erasure[]): Promise<void> {
      const ids = erasures.map(({ userId }) => userId);
      await pool.query(sql`
        WITH removed_endpoints AS (DELETE FROM webhook_endpoints WHERE owner_id = ANY(${ids}::uuid[])),
          unlinked AS (DELETE FROM fraud_links WHERE customer_id = ANY(${ids}::uuid[]))
        SELECT record_erasures(${ids}::uuid[],
          ${erasures.map(({ erasedAt }) => erasedAt)}::timestamptz[])`);
    },

    /**
     * Erases at most `limit` orders of recently erased accounts, which it reads once: an account may
     * have hundreds of thousands. What belongs to an account itself is erased with the last of its
     * orders, when none is left that could add to it.
     * @returns their ids.
     */
    async sweep(limit: number): Promise<string[]> {
      const { rows: found } = await pool.query<FoundOrder>(ofErasedCustomers(limit));
      const lastOf = new Map(found.map(({ customerId, id }) => [customerId, id]));
      const erased: string[] = [];
      for (let start = 0; start < found.length; start += transactionMax) {
        const orders = found.slice(start, start + transactionMax);
        const last = orders.filter(({ customerId, id }) => lastOf.get(customerId) === id);
        const customerIds = last.map(({ customerId }) => customerId);
        await inTransaction(pool, async (transaction) => {
          const { rows } = await transaction.query<ErasedOrder>(eraseOrders(unerasedAmong(orders)));
          await transaction.query(eraseAround(rows, customerIds));
          erased.push(...rows.map(({ id }) => id));
        });
      }
      return erased;
    },

    /** Erases at most `limit` orders that ended at least `days` ago. @returns their number. */
    async eraseOld(days: number, limit: number): Promise<number> {
      return inTransaction(pool, async (transaction) => {
        const { rows } = await transaction.query<ErasedOrder>(eraseOrders(ended(days, limit)));
        if (rows.length > 0) await transaction.query(eraseAround(rows, []));
        return rows.length;
      });
    },

    /**
     * Deletes the provider's ids of payments of at most `limit` erased orders.
     * @param days after which an unchanged order counts as settled, whatever its payment.
     * @returns the number of orders.
     */
    async forgetPayments(days: number, limit: number): Promise<number> {
      const { rows } = await pool.query<{ orders: number }>(forgetPayments(days, limit));
      return rows[0]?.orders ?? 0;
    },

    /**
     * Deletes at most `limit` erasures that orders recorded at least `days` ago.
     * @returns their number.
     */
    async forget(days: number, limit: number): Promise<number> {
      const { rows } = await pool.query<{ customers: number }>(sql`
        SELECT forget_erased_customers(${days}::int, ${limit}::int) AS customers`);
      return rows[0]?.customers ?? 0;
    },

    /** @returns the number of orders. */
    async eraseLateTexts(limit: number): Promise<number> {
      const { rows } = await pool.query<{ orders: number }>(eraseLateTexts(limit));
      return rows[0]?.orders ?? 0;
    },

    /** @returns the number of bulk actions. */
    async eraseBulkTexts(limit: number): Promise<number> {
      const { rowCount } = await pool.query(eraseBulkTexts(limit));
      return rowCount ?? 0;
    },
  };
}
