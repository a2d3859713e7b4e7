import sql from 'sql-template-tag';
import { prepared } from '../../../platform/database/prepared';
import type { OrderStatus } from '../domain/order';
import { orderColumns } from './columns';
import type { OrdersDatabase } from './database';
import { journal } from './journal';
import {
  type JournalRow,
  journalRows,
  type OnUnreadable,
  type StoredJournalRow,
} from './journal-row';

interface Taken {
  readonly id: string;
  readonly epoch: number;
}

/** Orders that were taken over. */
export interface TakenOver {
  readonly orders: readonly JournalRow[];
  /** Whether the limit was reached, so that more may be due. */
  readonly isFull: boolean;
}

/** Open work, for metrics. */
export interface OpenWork {
  readonly inReview: number;
  readonly needAttention: number;
  /** Open effects by kind. */
  readonly effects: readonly { readonly kind: string; readonly count: number }[];
  /** Age of the oldest due effect in seconds; 0 if there is none. */
  readonly oldestEffectSeconds: number;
}

/** Statuses by order; null for an order that does not exist. */
export type OrderStatuses = ReadonlyMap<string, OrderStatus | null>;

/** Ownership of orders: one process at a time, until its lease ends or another takes over. */
export function openWorkStore({ pool }: OrdersDatabase) {
  /**
   * Reads the orders after they were taken. The taking statement may have waited for the previous
   * owner and still sees old effects in its snapshot; this one does not. Orders taken by others in the
   * meantime are left out.
   */
  async function readTaken(
    taken: readonly Taken[],
    onUnreadable: OnUnreadable,
  ): Promise<JournalRow[]> {
    if (taken.length === 0) return [];
    const rows = await prepared<StoredJournalRow>(
      pool,
      'read-taken',
      sql`SELECT ${orderColumns('o')}, ${journal}, true AS "isTakenOver", now() AS "takenAt"
        FROM orders o
        JOIN unnest(${taken.map(({ id }) => id)}::uuid[], ${taken.map(({ epoch }) => epoch)}::int[])
          AS taken (id, epoch) ON o.id = taken.id AND o.epoch = taken.epoch`,
    );
    return journalRows(rows, onUnreadable);
  }

  return {
    /** Number of open effects. */
    async openEffects(): Promise<number> {
      const [row] = await prepared<{ count: bigint }>(
        pool,
        'open-effects',
        sql`SELECT count(*) FROM effects WHERE state = 'PENDING'`,
      );
      return Number(row?.count ?? 0n);
    },

    /** Reads open work only, using partial indexes. */
    async summary(): Promise<OpenWork> {
      const [row] = await prepared<OpenWork>(
        pool,
        'open-work',
        sql`WITH open AS (
            SELECT kind, count(*)::int AS count, min(opened_at) AS oldest FROM effects
            WHERE state = 'PENDING' GROUP BY kind
          ), waiting AS (
            SELECT count(*) FILTER (WHERE status = 'IN_REVIEW')::int AS review,
              count(*) FILTER (WHERE attention IS NOT NULL)::int AS attention
            FROM orders WHERE status = 'IN_REVIEW' OR attention IS NOT NULL
          )
          SELECT w.review AS "inReview", w.attention AS "needAttention",
            (SELECT COALESCE(json_agg(json_build_object('kind', kind, 'count', count)), '[]')
              FROM open) AS effects,
            (SELECT COALESCE(greatest(0, extract(epoch FROM now() - min(oldest))), 0)::float8
              FROM open) AS "oldestEffectSeconds"
          FROM waiting w`,
      );
      return row ?? { inReview: 0, needAttention: 0, effects: [], oldestEffectSeconds: 0 };
    },

    /** The statuses of these orders. */
    async statusesOf(orderIds: readonly string[]): Promise<OrderStatuses> {
      const rows = await prepared<{ id: string; status: OrderStatus }>(
        pool,
        'order-statuses',
        sql`SELECT id, status FROM orders WHERE id = ANY(${orderIds}::uuid[])`,
      );
      const found = new Map(rows.map(({ id, status }) => [id, status]));
      return new Map(orderIds.map((id) => [id, found.get(id) ?? null]));
    },

    /** Takes over an undecided order from any owner, because its payment changed. */
    async claim(orderId: string, leaseSeconds: number): Promise<JournalRow | null> {
      const taken = await prepared<Taken>(
        pool,
        'claim-order',
        sql`UPDATE orders o SET epoch = o.epoch + 1,
            lease_until = now() + ${leaseSeconds}::int * interval '1 second'
          WHERE o.id = ${orderId}::uuid AND o.status = 'PENDING' RETURNING o.id, o.epoch`,
      );
      const [order] = await readTaken(taken, (_, error) => {
        throw error;
      });
      return order ?? null;
    },

    /** Orders in review for longer than `hours`, oldest first. */
    async overdueReviews(
      hours: number,
      limit: number,
      onUnreadable: OnUnreadable,
    ): Promise<JournalRow[]> {
      const rows = await prepared<StoredJournalRow>(
        pool,
        'overdue-reviews',
        sql`SELECT ${orderColumns('o')}, ${journal} FROM orders o
          WHERE o.status = 'IN_REVIEW' AND o.decided_at < now() - ${hours}::int * interval '1 hour'
          ORDER BY o.placed_at LIMIT ${limit}::int`,
      );
      return journalRows(rows, onUnreadable);
    },

    /**
     * Takes over orders with due effects whose lease has ended, in one statement that never waits for
     * row locks: those of the `limit` effects that have been due for the longest. An order may have
     * several of them, so there are fewer orders.
     */
    async takeOver(
      leaseSeconds: number,
      limit: number,
      onUnreadable: OnUnreadable,
    ): Promise<TakenOver> {
      const taken = await prepared<Taken & { readonly effects: number }>(
        pool,
        'take-over',
        sql`WITH due AS (
            SELECT d.id FROM effects e JOIN orders d ON d.id = e.order_id
            WHERE e.state = 'PENDING' AND e.next_at <= now()
              AND (d.lease_until IS NULL OR d.lease_until < now())
            ORDER BY e.next_at LIMIT ${limit}::int FOR UPDATE OF d SKIP LOCKED
          )
          UPDATE orders o SET epoch = o.epoch + 1,
            lease_until = now() + ${leaseSeconds}::int * interval '1 second'
          WHERE o.id IN (SELECT id FROM due)
          RETURNING o.id, o.epoch, (SELECT count(*)::int FROM due) AS effects`,
      );
      const orders = await readTaken(taken, onUnreadable);
      return { orders, isFull: taken[0]?.effects === limit };
    },

    /**
     * Milliseconds until the next lease of an order with due effects ends; null if none ends within the
     * horizon. Usually its owner has finished by then.
     */
    async nextLeaseEnd(horizonMs: number): Promise<number | null> {
      const [row] = await prepared<{ ms: number | null }>(
        pool,
        'next-lease-end',
        sql`SELECT ceil(extract(epoch FROM min(d.lease_until) - now()) * 1000)::int AS ms
          FROM effects e JOIN orders d ON d.id = e.order_id
          WHERE e.state = 'PENDING' AND e.next_at <= now() AND d.lease_until > now()
            AND d.lease_until < now() + ${horizonMs}::int * interval '1 millisecond'`,
      );
      return row?.ms ?? null;
    },
  };
}
