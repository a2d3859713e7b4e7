import sql from 'sql-template-tag';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import {
  type Allotment,
  allotCancellations,
  type CancellationOutcome,
  type ImportedCancellation,
  type ReturnableLine,
} from '../domain/imported-order';
import type { OrdersDatabase } from './database';
import { staleDays } from './order-stats';

/** A line of a cancellation that is stored. */
interface KnownLine {
  readonly invoice: string;
  readonly position: number;
  readonly sku: string;
  readonly quantity: number;
}

async function knownOf(
  transaction: Transaction,
  cancellations: readonly ImportedCancellation[],
): Promise<KnownLine[]> {
  const { rows } = await transaction.query<KnownLine>(sql`
    SELECT c.invoice, c.position, l.sku, sum(c.quantity)::int AS quantity
    FROM cancellation_imports c
    JOIN order_lines l ON l.order_id = c.order_id AND l.position = c.line_position
    WHERE c.invoice = ANY(${cancellations.map(({ invoice }) => invoice)}::text[])
    GROUP BY c.invoice, c.position, l.sku`);
  return rows;
}

type LineKey = Pick<KnownLine, 'invoice' | 'sku' | 'quantity'>;
const skuKey = ({ invoice, sku }: LineKey): string => `${invoice}\n${sku.toUpperCase()}`;
const lineKey = (line: LineKey): string => `${skuKey(line)}\n${line.quantity}`;

/** The lines that no stored line has the key of; each stored line counts once. */
function unmatched(
  lines: readonly ImportedCancellation[],
  stored: readonly KnownLine[],
  keyOf: (line: LineKey) => string,
) {
  const left = Map.groupBy(stored, keyOf);
  const rest = lines.filter((line) => left.get(keyOf(line))?.pop() === undefined);
  return { rest, left: [...left.values()].flat() };
}

/**
 * The lines that are not stored with their quantity, and those of them whose SKU is not stored. Their
 * places say nothing, because they change when somebody corrects a rejected row.
 */
function comparedWith(known: readonly KnownLine[], cancellations: readonly ImportedCancellation[]) {
  const { rest, left } = unmatched(cancellations, known, lineKey);
  return { missing: new Set(rest), fresh: unmatched(rest, left, skuKey).rest };
}

/** The numbers under which fresh lines are stored: those after the known ones of the cancellation. */
function positionsOf(fresh: readonly ImportedCancellation[], known: readonly KnownLine[]) {
  const next = new Map<string, number>();
  for (const { invoice, position } of known) {
    next.set(invoice, Math.max(next.get(invoice) ?? 0, position + 1));
  }
  return new Map(
    fresh.map((each) => {
      const position = next.get(each.invoice) ?? 0;
      next.set(each.invoice, position + 1);
      return [each, position];
    }),
  );
}

/** Returnable lines, nearest first; of two orders in the same minute, the later invoice. */
async function returnableLines(
  transaction: Transaction,
  cancellations: readonly ImportedCancellation[],
): Promise<ReturnableLine[]> {
  const { rows } = await transaction.query<ReturnableLine>(sql`
    SELECT l.order_id AS "orderId", l.position AS "linePosition", o.customer_id AS "customerId",
      l.sku, o.placed_at AS "placedAt", l.quantity - l.returned_quantity AS "left"
    FROM (SELECT DISTINCT * FROM unnest(
        ${cancellations.map(({ customerId }) => customerId)}::uuid[],
        ${cancellations.map(({ sku }) => sku)}::citext[]) AS each (customer_id, sku)) AS requested
    JOIN orders o ON o.customer_id = requested.customer_id
    JOIN order_imports i ON i.order_id = o.id
    JOIN order_lines l ON l.order_id = o.id AND l.sku = requested.sku
    ORDER BY o.placed_at DESC, i.invoice DESC, l.position`);
  return rows;
}

async function writeReturns(
  transaction: Transaction,
  allotments: readonly Allotment[],
  positions: ReadonlyMap<ImportedCancellation, number>,
) {
  await transaction.query(sql`
    WITH returned AS (
      INSERT INTO cancellation_imports (invoice, position, order_id, line_position, quantity,
        cancelled_at)
      SELECT * FROM unnest(
        ${allotments.map(({ cancellation }) => cancellation.invoice)}::text[],
        ${allotments.map(({ cancellation }) => positions.get(cancellation))}::int[],
        ${allotments.map(({ orderId }) => orderId)}::uuid[],
        ${allotments.map(({ linePosition }) => linePosition)}::int[],
        ${allotments.map(({ quantity }) => quantity)}::int[],
        ${allotments.map(({ cancellation }) => cancellation.cancelledAt)}::timestamptz[])
      RETURNING order_id, line_position, quantity
    ), ${staleDays(sql`
      SELECT o.placed_at FROM returned JOIN orders o ON o.id = returned.order_id`)}
    UPDATE order_lines l SET returned_quantity = l.returned_quantity + line.quantity
    FROM (SELECT order_id, line_position, sum(quantity)::int AS quantity FROM returned
      GROUP BY order_id, line_position) AS line
    WHERE l.order_id = line.order_id AND l.position = line.line_position`);
}

/** One timeline entry per cancellation that returned something of the order. */
function returnsByOrder(allotments: readonly Allotment[]) {
  const events = new Map<string, { orderId: string; at: Date; invoice: string; nth: number }>();
  const counts = new Map<string, number>();
  for (const { orderId, cancellation } of allotments) {
    const key = `${orderId} ${cancellation.invoice}`;
    if (events.has(key)) continue;
    const nth = (counts.get(orderId) ?? 0) + 1;
    counts.set(orderId, nth);
    events.set(key, { orderId, at: cancellation.cancelledAt, invoice: cancellation.invoice, nth });
  }
  return [...events.values()];
}

/** The order is cancelled once all of its units are returned. */
async function writeTimeline(transaction: Transaction, allotments: readonly Allotment[]) {
  const events = returnsByOrder(allotments);
  await transaction.query(sql`
    WITH event AS (
      SELECT * FROM unnest(
        ${events.map(({ orderId }) => orderId)}::uuid[],
        ${events.map(({ at }) => at)}::timestamptz[],
        ${events.map(({ invoice }) => invoice)}::text[],
        ${events.map(({ nth }) => nth)}::int[]) AS each (order_id, at, invoice, nth)
    ), touched AS (
      SELECT e.order_id, count(*)::int AS events, max(e.at) AS at, (
        SELECT bool_and(l.returned_quantity = l.quantity) FROM order_lines l
        WHERE l.order_id = e.order_id) AS wholly
      FROM event e GROUP BY e.order_id
    ), changed AS (
      UPDATE orders o SET version = o.version + t.events, updated_at = greatest(o.updated_at, t.at),
        status = CASE WHEN t.wholly THEN 'CANCELLED' ELSE o.status END,
        status_reason = CASE WHEN t.wholly THEN 'cancelled_by_customer' ELSE o.status_reason END
      FROM touched t WHERE o.id = t.order_id
      RETURNING o.id, o.version, o.status, t.events, t.wholly
    )
    INSERT INTO order_events (order_id, seq, at, type, from_status, to_status, actor, note)
    SELECT c.id, c.version - c.events + e.nth, e.at,
      CASE WHEN c.wholly AND e.nth = c.events THEN 'order.cancelled' ELSE 'order.returned' END,
      'DELIVERED',
      CASE WHEN e.nth = c.events THEN c.status ELSE 'DELIVERED' END, 'system', e.invoice
    FROM changed c JOIN event e ON e.order_id = c.id`);
}

/** Serialises imports, which would otherwise both assign the same units. */
const lockKey = 1_765_202;

export type TakenCancellation = CancellationOutcome | 'UNCHANGED' | 'DIFFERS';

export function cancellationImportStore({ pool, workSignal }: OrdersDatabase) {
  return {
    /**
     * Applies cancellations to imported orders, each line once. All lines of a cancellation must be in
     * one call, so that the timeline has one entry.
     */
    async take(cancellations: readonly ImportedCancellation[]): Promise<TakenCancellation[]> {
      const taken = await inTransaction(pool, async (transaction) => {
        await transaction.query(sql`SELECT pg_advisory_xact_lock(${lockKey})`);
        const known = await knownOf(transaction, cancellations);
        const { missing, fresh } = comparedWith(known, cancellations);
        const lines = await returnableLines(transaction, fresh);
        const { allotments, outcomes } = allotCancellations(fresh, lines);
        if (allotments.length > 0) {
          await writeReturns(transaction, allotments, positionsOf(fresh, known));
          await writeTimeline(transaction, allotments);
        }
        const decided = new Map(fresh.map((each, index) => [each, outcomes[index]]));
        return cancellations.map(
          (each) => decided.get(each) ?? (missing.has(each) ? 'DIFFERS' : 'UNCHANGED'),
        );
      });
      if (taken.includes('APPLIED')) workSignal.emit('stats');
      return taken;
    },
  };
}
