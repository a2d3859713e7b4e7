import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import type { AuditEntry } from '../../../platform/audit/entry';
import type { NamedStatement } from '../../../platform/database/batcher';
import { prepared } from '../../../platform/database/prepared';
import type { OpenedEffect } from '../domain/effect';
import { erasedReason } from '../domain/erasure';
import type { PublicEventType } from '../domain/event';
import { auditedName, auditPart } from './audit-outbox';
import { type OrderRow, orderColumns } from './columns';
import type { OrdersDatabase } from './database';
import { json } from './effect-json';
import {
  type EffectUpdate,
  effectsAfter,
  type JournalRow,
  journalRow,
  type StoredJournalRow,
} from './journal-row';
import { notificationsOf } from './notifications';
import { outboxRow } from './outbox-row';

/** Columns that a step may change; omitted ones stay unchanged. */
export type ChangedColumns = Partial<
  Pick<
    OrderRow,
    | 'status'
    | 'statusReason'
    | 'paymentStatus'
    | 'paymentToken'
    | 'paymentReturnUrl'
    | 'paymentReference'
    | 'paymentBrand'
    | 'paymentLast4'
    | 'capturedMinor'
    | 'refundedMinor'
    | 'decidedAt'
    | 'paymentAction'
    | 'refusal'
    | 'attention'
    | 'shippingAddress'
    | 'risk'
  >
>;

export interface OrderChange {
  /** The order as read; the change is rejected if it was changed since. */
  readonly order: JournalRow;
  readonly set?: ChangedColumns;
  /** How long the writer owns the order; 0 releases it. */
  readonly leaseSeconds: number;
  readonly updates?: readonly EffectUpdate[];
  readonly opened?: readonly OpenedEffect[];
  /** Appended to the timeline; increments the version that clients see. */
  readonly event?: {
    readonly type: string;
    /** The public event that partners receive, if the timeline calls it something else. */
    readonly publishedAs?: PublicEventType;
    readonly actor: string;
    readonly note?: string | null;
  };
  /** Releases the idempotency key that the order was placed with. */
  readonly freesKey?: boolean;
  /** Audit entry, if staff makes the change. */
  readonly audit?: AuditEntry | null;
}

/** An addition to the UPDATE of the order: a condition, and columns that are set besides. */
interface Addition {
  /** The FROM and the start of the WHERE clause. */
  readonly from: Sql;
  readonly set: Sql;
  /** A CTE that reads `changed`. */
  readonly cte?: Omit<NamedCte, 'isNeeded'>;
}

const nothing: Addition = { from: sql`WHERE`, set: empty };

/** When the wait for the buyer ended. A decision ends it too, and nothing changes it later. */
function answeredAt({ order, set = {} }: Pick<OrderChange, 'order' | 'set'>): Date | null {
  const waited = order.paymentStatus === 'ACTION_REQUIRED' && order.decidedAt === null;
  const waits = { ...order, ...set };
  const isOver = waits.paymentStatus !== 'ACTION_REQUIRED' || waits.decidedAt !== null;
  return waited && isOver ? (order.takenAt ?? new Date()) : order.answeredAt;
}

/**
 * Live updates know a change without a version by its later time, also when the clock of the database
 * was set back since the change before.
 */
const laterThanBefore = sql`GREATEST(now(), o.updated_at + interval '1 millisecond')`;

function changedOrder(
  { order, set = {}, leaseSeconds, event }: OrderChange,
  addition: Addition,
): Sql {
  const row = { ...order, ...set };
  return sql`
    UPDATE orders o SET status = ${row.status}::"OrderStatus", status_reason = ${row.statusReason},
      payment_status = ${row.paymentStatus}::"PaymentStatus", payment_token = ${row.paymentToken},
      payment_return_url = ${row.paymentReturnUrl},
      payment_reference = ${row.paymentReference},
      payment_brand = CASE WHEN o.erased_at IS NULL THEN ${row.paymentBrand} END,
      payment_last4 = CASE WHEN o.erased_at IS NULL THEN ${row.paymentLast4} END,
      payment_action = CASE WHEN o.erased_at IS NULL THEN ${json(row.paymentAction)}::jsonb END,
      captured_minor = ${row.capturedMinor}::bigint,
      refunded_minor = ${row.refundedMinor}::bigint,
      shipping_address = COALESCE(${json(set.shippingAddress)}::jsonb, o.shipping_address),
      refusal = ${json(row.refusal)}::jsonb,
      attention = ${json(row.attention)}::jsonb
        || CASE WHEN o.erased_at IS NULL THEN '{}' ELSE ${json(erasedReason)} END::jsonb,
      decided_at = ${row.decidedAt}::timestamptz,
      answered_at = ${answeredAt({ order, set })}::timestamptz,
      risk = CASE WHEN o.erased_at IS NULL THEN COALESCE(${json(set.risk)}::jsonb, o.risk) END,
      version = o.version + ${event ? 1 : 0}::int, epoch = o.epoch + 1,
      updated_at = ${laterThanBefore},
      lease_until = CASE WHEN ${leaseSeconds}::int > 0
        THEN now() + ${leaseSeconds}::int * interval '1 second' END${addition.set}
    ${addition.from} o.id = ${order.id}::uuid AND o.epoch = ${order.epoch}::int RETURNING o.*`;
}

function updatedEffects({ updates = [] }: OrderChange): Sql {
  return sql`
    UPDATE effects e SET state = step.state, attempts = e.attempts + step.failed,
      next_at = now() + step.pause * interval '1 millisecond',
      outcome = COALESCE(step.outcome::jsonb, e.outcome), updated_at = now()
    FROM changed, unnest((SELECT ${updates.map(({ kind }) => kind)}::"EffectKind"[]),
      (SELECT ${updates.map(({ seq }) => seq)}::int[]),
      (SELECT ${updates.map(({ state }) => state)}::"EffectState"[]),
      (SELECT ${updates.map(({ failed = 0 }) => failed)}::int[]),
      (SELECT ${updates.map(({ pauseMs = 0 }) => pauseMs)}::int[]),
      (SELECT ${updates.map(({ outcome }) => json(outcome))}::text[]))
      AS step (kind, seq, state, failed, pause, outcome)
    WHERE e.order_id = changed.id AND e.kind = step.kind AND e.seq = step.seq`;
}

function openedEffects({ opened = [] }: OrderChange): Sql {
  return sql`
    INSERT INTO effects (order_id, kind, seq, input)
    SELECT changed.id, step.kind, step.seq, step.input::jsonb
    FROM changed, unnest(${opened.map(({ kind }) => kind)}::"EffectKind"[],
      ${opened.map(({ seq }) => seq)}::int[],
      ${opened.map(({ input }) => json(input))}::text[]) AS step (kind, seq, input)
    ON CONFLICT DO NOTHING`;
}

/** Nothing erases the order again, so a note that is added to an erased one is not stored. */
function appendedEvent({ order, event }: OrderChange): Sql {
  return sql`
    INSERT INTO order_events (order_id, seq, type, from_status, to_status, actor, note)
    SELECT changed.id, changed.version, ${event?.type ?? null}::text,
      ${order.status}::"OrderStatus", changed.status, ${event?.actor ?? null}::text,
      CASE WHEN changed.erased_at IS NULL THEN ${event?.note ?? null}::text END
    FROM changed WHERE ${event !== undefined}`;
}

function outboxEvent({ event }: OrderChange): Sql {
  return outboxRow(
    sql`${event?.publishedAs ?? event?.type ?? null}::text`,
    sql`FROM changed WHERE ${event !== undefined}`,
  );
}

function notifyOthers(change: OrderChange): Sql {
  const notifications = notificationsOf(change);
  return sql`
    SELECT pg_notify(n.channel, n.payload) FROM changed,
      unnest(${notifications.map(({ channel }) => channel)}::text[],
        ${notifications.map(({ payload }) => payload)}::text[]) AS n (channel, payload)`;
}

/** One statement wrote key and order, so they have the same timestamp, which is indexed. */
function freedKey({ freesKey = false }: OrderChange): Sql {
  return sql`
    DELETE FROM idempotency_keys k USING changed
    WHERE ${freesKey} AND k.created_at = changed.placed_at AND k.user_id = changed.customer_id
      AND k.mutation = 'placeOrder' AND k.order_id = changed.id`;
}

interface NamedCte {
  readonly name: string;
  readonly body: Sql;
  /** Whether the change has anything for this CTE; without anything, its body does nothing. */
  readonly isNeeded: boolean;
}

const ctesOf = (change: OrderChange, addition: Addition): NamedCte[] => [
  { name: 'changed', body: changedOrder(change, addition), isNeeded: true },
  { name: 'updated', body: updatedEffects(change), isNeeded: !!change.updates?.length },
  { name: 'opened', body: openedEffects(change), isNeeded: !!change.opened?.length },
  { name: 'recorded', body: appendedEvent(change), isNeeded: change.event !== undefined },
  { name: 'published', body: outboxEvent(change), isNeeded: change.event !== undefined },
  { name: 'freed', body: freedKey(change), isNeeded: change.freesKey === true },
  { name: 'notified', body: notifyOthers(change), isNeeded: notificationsOf(change).length > 0 },
  ...(addition.cte ? [{ ...addition.cte, isNeeded: true }] : []),
];

const joinCtes = (ctes: readonly NamedCte[]): Sql =>
  join(ctes.map(({ name, body }) => sql`${raw(name)} AS (${body})`));

/**
 * The CTEs of one statement that changes an order together with its journal and timeline: named
 * `changed`, `updated`, `opened`, `recorded`, `published`, `freed` and `notified`. A CTE that reads
 * `changed` does nothing if the order was changed since it was read.
 * @param from the FROM and the start of the WHERE clause of the UPDATE, for an additional condition.
 */
export function changeCtes(change: OrderChange, from: Sql = sql`WHERE`): Sql {
  return sql`${joinCtes(ctesOf(change, { ...nothing, from }))}${auditPart(change.audit, 'changed')}`;
}

/** PostgreSQL skips a CTE that only reads and is not referenced, hence the count. */
export const changedColumns = sql`SELECT ${orderColumns('changed')}
  FROM changed CROSS JOIN (SELECT count(*) FROM notified) AS notifications`;

/**
 * A change as a statement of its own. An empty CTE costs time too, so the text contains only the
 * needed ones, and the statement's name says which.
 * @param addition an additional condition and its columns, with their part of the statement's name.
 */
export function minimalChange(
  change: OrderChange,
  addition: Addition & { readonly name: string } = { ...nothing, name: '' },
): NamedStatement {
  const ctes = ctesOf(change, addition).filter(({ isNeeded }) => isNeeded);
  const isNotifying = ctes.some(({ name }) => name === 'notified');
  const columns = isNotifying
    ? changedColumns
    : sql`SELECT ${orderColumns('changed')} FROM changed`;
  const { text, values } = sql`
    WITH ${joinCtes(ctes)}${auditPart(change.audit, 'changed')} ${columns}`;
  const shape = ctes.map(({ name }) => name.charAt(0)).join('');
  const name = `write-journal${addition.name}-${shape}`;
  return { name: auditedName(name, change.audit), text, values };
}

/** The order after a change; null if the change was rejected. */
export function rowAfter(
  { workSignal }: OrdersDatabase,
  change: OrderChange,
  row: OrderRow | undefined,
): JournalRow | null {
  if (!row) return null;
  const { order, updates = [], opened = [], event, audit } = change;
  if (event) workSignal.emit('outbox');
  if (audit) workSignal.emit('audit');
  const { isTakenOver, takenAt } = order;
  return { ...row, isTakenOver, takenAt, effects: effectsAfter(order.effects, updates, opened) };
}

/** The effects of an order `o`, for `journalRow`. */
export const journal = sql`(
  SELECT COALESCE(json_agg(json_build_object('kind', e.kind, 'seq', e.seq, 'state', e.state,
    'attempts', e.attempts, 'due', e.next_at <= now(), 'input', e.input, 'outcome', e.outcome)
    ORDER BY e.seq), '[]') FROM effects e WHERE e.order_id = o.id) AS effects`;

export function journalStore(database: OrdersDatabase) {
  const { pool, batcher } = database;
  return {
    /** The order with its journal; null if it does not exist. */
    async read(orderId: string): Promise<JournalRow | null> {
      const [row] = await prepared<StoredJournalRow>(
        pool,
        'read-journal',
        sql`SELECT ${orderColumns('o')}, ${journal} FROM orders o WHERE o.id = ${orderId}::uuid`,
      );
      return row ? journalRow(row) : null;
    },

    /**
     * Changes an order, its effects and its timeline in one statement.
     * Null, without any change, if the order was changed since it was read.
     */
    async write(change: OrderChange): Promise<JournalRow | null> {
      const statement = { ...minimalChange(change), locks: `order ${change.order.id}` };
      const [row] = await batcher<OrderRow>(statement);
      return rowAfter(database, change, row);
    },
  };
}
