import sql from 'sql-template-tag';
import type { Database } from '../../../platform/database/pool';
import { prepared } from '../../../platform/database/prepared';
import type { EffectState, JournalEffect } from '../domain/effect';
import { erasedText } from '../domain/erasure';
import { isOpenRefund } from '../domain/progress';
import { auditedName } from './audit-outbox';
import type { OrderRow } from './columns';
import type { OrdersDatabase } from './database';
import { changedColumns, type OrderChange, rowAfter } from './journal';
import type { JournalRow } from './journal-row';
import { type ClaimedKey, keyedCtes } from './keyed-change';

export interface NewRefund {
  readonly id: string;
  readonly seq: number;
  readonly amountMinor: bigint;
  readonly reason: string;
  readonly lines: readonly NewReturn[];
}

interface NewReturn {
  readonly sku: string;
  readonly quantity: number;
  readonly restock: boolean;
}

export interface RefundRow {
  readonly id: string;
  readonly orderId: string;
  readonly amountMinor: bigint;
  readonly reason: string;
  readonly createdAt: Date;
  readonly status: 'PENDING' | 'SUCCEEDED' | 'FAILED';
  /** Whether its amount cannot be requested by another refund. */
  readonly isOpen: boolean;
}

type StoredRefund = Omit<RefundRow, 'status' | 'isOpen'> & Pick<JournalEffect, 'state' | 'outcome'>;

const statusOf = (state: EffectState): RefundRow['status'] => {
  if (state === 'PENDING') return 'PENDING';
  return state === 'DONE' ? 'SUCCEEDED' : 'FAILED';
};

export interface ReturnLineRow {
  readonly refundId: string;
  readonly sku: string;
  readonly quantity: number;
  readonly restocked: boolean;
}

export function refundStore(database: OrdersDatabase) {
  const { pool } = database;
  return {
    /**
     * Requests a refund and stores the returned units, in one statement. Null, without any write, if the
     * key was used before or the order was changed since it was read.
     */
    async begin(
      change: OrderChange,
      claim: ClaimedKey,
      refund: NewRefund,
    ): Promise<JournalRow | null> {
      const { id, seq, amountMinor, reason, lines } = refund;
      const statement = sql`
        WITH ${keyedCtes(change, claim)}, refunded AS (
          INSERT INTO refunds (id, order_id, seq, amount_minor, reason)
          SELECT ${id}::uuid, changed.id, ${seq}::int, ${amountMinor}::bigint,
            CASE WHEN changed.erased_at IS NULL THEN ${reason}::text ELSE ${erasedText} END
          FROM changed RETURNING id, order_id
        ), returned AS (
          INSERT INTO return_lines (refund_id, position, sku, quantity, restock)
          SELECT refunded.id, line.position, line.sku, line.quantity, line.restock
          FROM refunded, unnest(${lines.map(({ sku }) => sku)}::text[],
            ${lines.map(({ quantity }) => quantity)}::int[],
            ${lines.map(({ restock }) => restock)}::boolean[])
            WITH ORDINALITY AS line (sku, quantity, restock, position)
          RETURNING sku, quantity
        ), counted AS (
          UPDATE order_lines l SET returned_quantity = l.returned_quantity + returned.quantity
          FROM refunded, returned
          WHERE l.order_id = refunded.order_id AND l.sku = returned.sku
        )
        ${changedColumns}`;
      const [row] = await prepared<OrderRow>(
        pool,
        auditedName('begin-refund', change.audit),
        statement,
      );
      return rowAfter(database, change, row);
    },
  };
}

export function refundReads(pool: Database) {
  return {
    /** The refunds of several orders with their journal state, oldest first. */
    async refunds(
      orderIds: readonly string[],
      rowsMax: number | null = null,
    ): Promise<RefundRow[]> {
      const rows = await prepared<StoredRefund>(
        pool,
        'refunds-by-order',
        sql`SELECT r.id, r.order_id AS "orderId", r.amount_minor AS "amountMinor", r.reason,
            r.created_at AS "createdAt", money.state, money.outcome
          FROM refunds r
          JOIN effects money
            ON money.order_id = r.order_id AND money.kind = 'REFUND' AND money.seq = r.seq
          WHERE r.order_id = ANY(${orderIds}::uuid[]) ORDER BY r.order_id, r.seq
          LIMIT ${rowsMax}::int`,
      );
      return rows.map(({ state, outcome, ...row }) => ({
        ...row,
        status: statusOf(state),
        isOpen: isOpenRefund({ kind: 'REFUND', state, outcome }),
      }));
    },

    /** The returned units of several refunds. */
    async returnLines(
      refundIds: readonly string[],
      rowsMax: number | null = null,
    ): Promise<ReturnLineRow[]> {
      return prepared<ReturnLineRow>(
        pool,
        'lines-by-refund',
        sql`SELECT l.refund_id AS "refundId", l.sku, l.quantity,
            l.restock AND units.state IS NOT DISTINCT FROM 'DONE' AS restocked
          FROM return_lines l
          JOIN refunds r ON r.id = l.refund_id
          LEFT JOIN effects units
            ON units.order_id = r.order_id AND units.kind = 'RESTOCK' AND units.seq = r.seq
          WHERE l.refund_id = ANY(${refundIds}::uuid[]) ORDER BY l.refund_id, l.position
          LIMIT ${rowsMax}::int`,
      );
    },
  };
}
