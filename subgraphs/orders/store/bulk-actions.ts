import sql, { empty, type Sql } from 'sql-template-tag';
import type { AuditEntry } from '../../../platform/audit/entry';
import type { PageRequest } from '../../../platform/graphql/connection';
import type {
  BulkActionItem as BulkActionItemRow,
  BulkAction as StoredBulkAction,
} from '../../../prisma/orders/generated/client';
import type { BulkOrderAction } from '../domain/bulk-action';
import type { OrderStatus } from '../domain/order';
import { auditPart } from './audit-outbox';
import type { OrdersDatabase } from './database';
import { matchingIds, type OrderQuery } from './order-lists';

export type { BulkActionItemRow };
export type BulkActionRow = StoredBulkAction;
export type BulkItemState = BulkActionItemRow['state'];

/** Notifies workers that there is a bulk action to run. */
export const bulkActionsChannel = 'orders_bulk_actions';

export interface NewBulkAction {
  readonly id: string;
  readonly userId: string;
  readonly roles: readonly string[];
  readonly generation: number;
  readonly key: string;
  readonly inputHash: string;
  readonly action: BulkOrderAction;
  readonly reason: string;
  readonly audit: AuditEntry | null;
}

export interface BulkLimits {
  readonly ordersMax: number;
  readonly openMax: number;
  /** The number of orders that the person saw; null if any number will do. */
  readonly expected: number | null;
}

/** Why nothing was started. */
export type BulkRefusal = 'no orders' | 'too many orders' | 'other number' | 'too many open';
export type Started = BulkActionRow | BulkRefusal;

export interface StatusCount {
  readonly status: OrderStatus;
  readonly count: number;
}

const columns = sql`id, user_id AS "userId", roles, generation, key, input_hash AS "inputHash",
  action, reason, total, succeeded, failed, lease_until AS "leaseUntil", turn_at AS "turnAt",
  created_at AS "createdAt", started_at AS "startedAt", stopped_at AS "stoppedAt",
  finished_at AS "finishedAt"`;

/**
 * One statement, so that the orders, the limits and the notification are of one moment.
 * @param orders SQL of rows with `id`, at most one more than the limit.
 */
function start(bulk: NewBulkAction, orders: Sql, limits: BulkLimits): Sql {
  const { ordersMax, openMax, expected } = limits;
  return sql`
    WITH matched AS MATERIALIZED (${orders}), facts AS (
      SELECT (SELECT count(*)::int FROM matched) AS total, (
        SELECT count(*)::int FROM bulk_actions WHERE user_id = ${bulk.userId}::uuid
          AND finished_at IS NULL AND stopped_at IS NULL) AS open
    ), judged AS (
      SELECT total, CASE
        WHEN open >= ${openMax}::int THEN 'too many open'
        WHEN total = 0 THEN 'no orders'
        WHEN total > ${ordersMax}::int THEN 'too many orders'
        WHEN total <> ${expected}::int THEN 'other number' END AS refusal
      FROM facts
    ), created AS (
      INSERT INTO bulk_actions (id, user_id, roles, generation, key, input_hash, action, reason, total)
      SELECT ${bulk.id}::uuid, ${bulk.userId}::uuid, ${bulk.roles}::text[],
        ${bulk.generation}::int, ${bulk.key}, ${bulk.inputHash},
        ${bulk.action}::"BulkOrderAction", ${bulk.reason}, total
      FROM judged WHERE refusal IS NULL
      ON CONFLICT (user_id, key) DO NOTHING RETURNING id
    ), item AS (
      INSERT INTO bulk_action_items (bulk_action_id, position, order_id)
      SELECT created.id, row_number() OVER (), matched.id FROM created, matched
    ), notified AS (
      SELECT pg_notify(${bulkActionsChannel}, '') FROM created
    )${auditPart(bulk.audit, 'created')}
    SELECT judged.refusal, (SELECT count(*)::int FROM notified) AS notified FROM judged`;
}

/** The result of one order. */
export interface ItemResult {
  readonly position: number;
  readonly state: BulkItemState;
  readonly code: string | null;
  readonly message: string | null;
}

export function bulkActionStore({ pool, prisma }: OrdersDatabase) {
  const byKey = (userId: string, key: string) =>
    prisma.bulkAction.findUnique({ where: { userId_key: { userId, key } } });

  async function begun(bulk: NewBulkAction, orders: Sql, limits: BulkLimits): Promise<Started> {
    const { rows } = await pool.query<{ refusal: BulkRefusal | null }>(start(bulk, orders, limits));
    // A call with the same key may have been first, and be why this one is refused.
    const row = await byKey(bulk.userId, bulk.key);
    return row ?? rows[0]?.refusal ?? 'no orders';
  }

  return {
    byKey,

    byId: (id: string): Promise<BulkActionRow | null> =>
      prisma.bulkAction.findUnique({ where: { id } }),

    /** One page and one more row, newest first. @param userId null for everybody's. */
    async page(userId: string | null, { first, after }: PageRequest): Promise<BulkActionRow[]> {
      const [at, id] = after ?? [];
      const own = userId === null ? empty : sql`AND user_id = ${userId}::uuid`;
      const behind = after ? sql`AND (created_at, id) < (${at}::timestamptz, ${id}::uuid)` : empty;
      const { rows } = await pool.query<BulkActionRow>(sql`
        SELECT ${columns} FROM bulk_actions WHERE true ${own} ${behind}
        ORDER BY created_at DESC, id DESC LIMIT ${first + 1}`);
      return rows;
    },

    /** One page and one more row, in the order of the work. @param state null for all. */
    async items(
      bulkActionId: string,
      state: BulkItemState | null,
      { first, after }: PageRequest,
    ): Promise<BulkActionItemRow[]> {
      return prisma.bulkActionItem.findMany({
        where: {
          bulkActionId,
          ...(state !== null && { state }),
          ...(after !== null && { position: { gt: Number(after[0]) } }),
        },
        orderBy: { position: 'asc' },
        take: first + 1,
      });
    },

    /** How many orders match, by status; counted up to the limit. */
    async preview(query: OrderQuery, limit: number): Promise<StatusCount[]> {
      const { rows } = await pool.query<StatusCount>(sql`
        SELECT status, count(*)::int AS count FROM (${matchingIds(query, limit)}) AS matched
        GROUP BY status ORDER BY status`);
      return rows;
    },

    /** Fixes the orders. The bulk action under the key, if another call has just used it. */
    begin: (bulk: NewBulkAction, query: OrderQuery, limits: BulkLimits): Promise<Started> =>
      begun(bulk, matchingIds(query, limits.ordersMax + 1), limits),

    /** The same for orders of several databases. */
    beginOf: (
      bulk: NewBulkAction,
      orderIds: readonly string[],
      limits: BulkLimits,
    ): Promise<Started> =>
      begun(bulk, sql`SELECT id FROM unnest(${orderIds}::uuid[]) AS given (id)`, limits),

    async hasWork(): Promise<boolean> {
      const { rows } = await pool.query<{ waits: boolean }>(sql`
        SELECT EXISTS (SELECT FROM bulk_actions WHERE finished_at IS NULL AND stopped_at IS NULL
          AND coalesce(lease_until, '-infinity') <= now()) AS waits`);
      return rows[0]?.waits ?? false;
    },

    /** Leases the bulk action whose last turn was the longest ago. */
    async claim(leaseSeconds: number): Promise<BulkActionRow | null> {
      const { rows } = await pool.query<BulkActionRow>(sql`
        UPDATE bulk_actions SET lease_until = now() + ${leaseSeconds}::int * interval '1 second',
          turn_at = now(), started_at = coalesce(started_at, now())
        WHERE id = (
          SELECT id FROM bulk_actions WHERE finished_at IS NULL AND stopped_at IS NULL
            AND coalesce(lease_until, '-infinity') <= now()
          ORDER BY turn_at LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING ${columns}`);
      return rows[0] ?? null;
    },

    /** The next orders to act on; those that failed before come last. */
    async pending(bulkActionId: string, limit: number): Promise<BulkActionItemRow[]> {
      return prisma.bulkActionItem.findMany({
        where: { bulkActionId, state: 'PENDING' },
        orderBy: [{ attempts: 'asc' }, { position: 'asc' }],
        take: limit,
      });
    },

    /** Records results, and gives the bulk action back. @param pauseMs before its next turn. */
    async record(id: string, results: readonly ItemResult[], pauseMs: number): Promise<void> {
      await pool.query(sql`
        WITH result AS (
          SELECT * FROM unnest(${results.map(({ position }) => position)}::int[],
            ${results.map(({ state }) => state)}::"BulkItemState"[],
            ${results.map(({ code }) => code)}::text[],
            ${results.map(({ message }) => message)}::text[])
            AS result (position, state, code, message)
        ), recorded AS (
          UPDATE bulk_action_items i SET state = result.state, code = result.code,
            message = result.message, attempts = i.attempts + 1,
            finished_at = CASE WHEN result.state <> 'PENDING' THEN now() END
          FROM result WHERE i.bulk_action_id = ${id}::uuid AND i.position = result.position
            AND i.state = 'PENDING'
          RETURNING i.state
        ), counted AS (
          SELECT count(*) FILTER (WHERE state = 'SUCCEEDED')::int AS succeeded,
            count(*) FILTER (WHERE state = 'FAILED')::int AS failed FROM recorded
        )
        UPDATE bulk_actions b SET succeeded = b.succeeded + counted.succeeded,
          failed = b.failed + counted.failed,
          lease_until = now() + ${pauseMs}::int * interval '1 millisecond',
          finished_at = CASE WHEN b.succeeded + b.failed + counted.succeeded + counted.failed
            >= b.total THEN now() END
        FROM counted WHERE b.id = ${id}::uuid`);
    },

    /**
     * Stops a bulk action; orders in progress still get their result. Null if it does not exist or
     * has ended.
     */
    async stop(id: string, audit: AuditEntry | null): Promise<BulkActionRow | null> {
      const { rows } = await pool.query<BulkActionRow>(sql`
        WITH changed AS (
          UPDATE bulk_actions SET stopped_at = now()
          WHERE id = ${id}::uuid AND finished_at IS NULL AND stopped_at IS NULL RETURNING *
        )${auditPart(audit, 'changed')}
        SELECT ${columns} FROM changed`);
      return rows[0] ?? null;
    },

    /** Deletes those created before the retention, with their items. @returns their number. */
    async expire(days: number, limit: number): Promise<number> {
      const { rowCount } = await pool.query(sql`
        DELETE FROM bulk_actions WHERE id IN (
          SELECT id FROM bulk_actions WHERE created_at < now() - ${days}::int * interval '1 day'
          ORDER BY created_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`);
      return rowCount ?? 0;
    },
  };
}
