import sql, { type Sql } from 'sql-template-tag';
import { prepared } from '../../../platform/database/prepared';
import { nilUuid } from '../../../platform/values/uuid';
import type { KeyFacts, OrderFacts } from '../../../verify/facts';
import type { EffectKind } from '../domain/effect';
import type { OrdersDatabase } from './database';

const overdueSecondsMax = 2_147_483_647;

const units = sql`(
  SELECT coalesce(json_agg(json_build_object('sku', sku, 'quantity', quantity,
    'shipped', shipped, 'cancelled', cancelled, 'packed', packed, 'returned', returned,
    'givenBack', given_back) ORDER BY sku), '[]')
  FROM (
    SELECT sku, sum(quantity) AS quantity, sum(shipped) AS shipped, sum(cancelled) AS cancelled,
      sum(packed) AS packed, sum(returned) AS returned, sum(given_back) AS given_back
    FROM (
      SELECT sku, quantity, shipped_quantity AS shipped, cancelled_quantity AS cancelled,
        0 AS packed, returned_quantity AS returned, 0 AS given_back
      FROM order_lines WHERE order_id = o.id
      UNION ALL
      SELECT l.sku, 0, 0, 0, l.quantity, 0, 0
      FROM shipments s JOIN shipment_lines l ON l.shipment_id = s.id WHERE s.order_id = o.id
      UNION ALL
      SELECT l.sku, 0, 0, 0, 0, 0, l.quantity
      FROM refunds r JOIN return_lines l ON l.refund_id = r.id WHERE r.order_id = o.id
      UNION ALL
      SELECT l.sku, 0, 0, 0, 0, 0, c.quantity
      FROM cancellation_imports c
      JOIN order_lines l ON l.order_id = c.order_id AND l.position = c.line_position
      WHERE c.order_id = o.id
    ) said GROUP BY sku
  ) unit)`;

const openEffects = sql`(
  SELECT coalesce(json_agg(json_build_object('kind', e.kind, 'seq', e.seq,
    'overdueSeconds', greatest(0, least(${overdueSecondsMax}::bigint,
      extract(epoch FROM now() - greatest(e.next_at, o.lease_until))::bigint)),
    'amountMinor', e.input->>'amountMinor', 'lines', e.input->'lines') ORDER BY e.kind, e.seq), '[]')
  FROM effects e WHERE e.order_id = o.id AND e.state = 'PENDING')`;

const timeline = sql`(
  SELECT json_build_object('events', count(*), 'firstSeq', coalesce(min(seq), 0),
    'lastSeq', coalesce(max(seq), 0), 'lastStatus', (array_agg(to_status ORDER BY seq DESC))[1],
    'brokenAt', min(seq) FILTER (WHERE from_status IS DISTINCT FROM before))
  FROM (
    SELECT seq, from_status, to_status, lag(to_status) OVER (ORDER BY seq) AS before
    FROM order_events WHERE order_id = o.id) event)`;

const doneMinor = (kind: EffectKind): Sql => sql`(
  SELECT coalesce(sum((input->>'amountMinor')::numeric), 0)::text FROM effects
  WHERE order_id = o.id AND kind = ${kind}::"EffectKind" AND state = 'DONE')`;

const journal = sql`json_build_object('capturedMinor', ${doneMinor('CAPTURE')},
  'refundedMinor', ${doneMinor('REFUND')})`;

const lostRefunds = sql`(
  SELECT count(*)::int FROM refunds r WHERE r.order_id = o.id AND NOT EXISTS (
    SELECT FROM effects e WHERE e.order_id = r.order_id AND e.kind = 'REFUND' AND e.seq = r.seq
      AND (e.input->>'amountMinor')::numeric = r.amount_minor))`;

/**
 * A shipment opens its capture in the same transaction, and nothing skips it; free goods have one,
 * too.
 */
const lostCaptures = sql`(
  SELECT count(*)::int FROM effects s
  WHERE s.order_id = o.id AND s.kind = 'SHIP' AND s.state = 'DONE' AND NOT EXISTS (
    SELECT FROM effects c WHERE c.order_id = s.order_id AND c.kind = 'CAPTURE' AND c.seq = s.seq
      AND c.state <> 'SKIPPED'))`;

const isRefused = sql`EXISTS (
  SELECT FROM effects WHERE order_id = o.id AND state = 'REFUSED' AND kind IN ('CAPTURE', 'VOID'))`;

const isSeen = sql`(o.attention IS NOT NULL OR EXISTS (
  SELECT FROM order_events WHERE order_id = o.id AND type = 'order.step_given_up'))`;

/** One statement, so that all data of an order are from the same snapshot. */
const facts = (orders: Sql): Sql => sql`
  SELECT o.id, o.status, o.epoch, o.version, o.currency, o.subtotal_minor::text AS "subtotalMinor",
    o.shipping_minor::text AS "shippingMinor", o.tax_minor::text AS "taxMinor",
    o.total_minor::text AS "totalMinor", o.captured_minor::text AS "capturedMinor",
    o.refunded_minor::text AS "refundedMinor", ${isRefused} AS "isRefused",
    ${isSeen} AS "isSeen", ${journal} AS journal, ${lostRefunds} AS "lostRefunds",
    ${lostCaptures} AS "lostCaptures",
    coalesce(extract(epoch FROM now() - untold.since)::int, 0) AS "untoldSeconds",
    o.payment_status = 'DECLINED' AS "isDeclined",
    (SELECT coalesce(sum(quantity * unit_price_minor), 0)::text FROM order_lines
      WHERE order_id = o.id) AS "goodsMinor",
    EXISTS (SELECT FROM order_imports i WHERE i.order_id = o.id) AS "isImported",
    (SELECT count(*)::int FROM shipments s WHERE s.order_id = o.id AND s.delivered_at IS NULL)
      AS "undelivered",
    ${units} AS units, ${openEffects} AS "openEffects", ${timeline} AS timeline
  FROM (${orders}) o
  LEFT JOIN (SELECT order_id, min(at) AS since FROM outbox GROUP BY order_id) untold
    ON untold.order_id = o.id
  ORDER BY o.id`;

/** Reads for the comparison of orders with inventory and the payment provider. */
export function integrityStore({ pool }: OrdersDatabase) {
  return {
    /** The next orders by id. @param after null to start with the first. */
    async orders(after: string | null, first: number): Promise<OrderFacts[]> {
      const page = sql`SELECT * FROM orders WHERE id > ${after ?? nilUuid}::uuid
        ORDER BY id LIMIT ${first}`;
      return prepared<OrderFacts>(pool, 'integrity-orders', facts(page));
    },

    /** The existing orders among the ids. */
    async ordersOf(ids: readonly string[]): Promise<OrderFacts[]> {
      const some = sql`SELECT * FROM orders WHERE id = ANY(${ids}::uuid[])`;
      return prepared<OrderFacts>(pool, 'integrity-orders-of', facts(some));
    },

    /** The ids without an order. */
    async unknownIds(ids: readonly string[]): Promise<string[]> {
      const rows = await prepared<{ id: string }>(
        pool,
        'integrity-unknown',
        sql`SELECT requested.id FROM unnest(${ids}::uuid[]) AS requested (id)
          WHERE NOT EXISTS (SELECT FROM orders o WHERE o.id = requested.id)`,
      );
      return rows.map(({ id }) => id);
    },

    /** The next idempotency keys by user, mutation and key, and whether their orders exist. */
    async keys(after: KeyCursor | null, first: number): Promise<KeyFacts[]> {
      const { userId, mutation, key } = after ?? { userId: nilUuid, mutation: '', key: '' };
      return prepared<KeyFacts>(
        pool,
        'integrity-keys',
        sql`SELECT k.user_id AS "userId", k.mutation, k.key, k.order_id AS "orderId",
            EXISTS (SELECT FROM orders o WHERE o.id = k.order_id) AS "hasOrder"
          FROM (
            SELECT * FROM idempotency_keys
            WHERE (user_id, mutation, key) > (${userId}::uuid, ${mutation}, ${key})
            ORDER BY user_id, mutation, key LIMIT ${first}) k
          ORDER BY k.user_id, k.mutation, k.key`,
      );
    },
  };
}

/** The last key of a page; its order says which database the next page begins in. */
export type KeyCursor = Pick<KeyFacts, 'userId' | 'mutation' | 'key'> & {
  readonly orderId?: string | null;
};
