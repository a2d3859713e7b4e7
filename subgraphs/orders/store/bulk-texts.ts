import sql from 'sql-template-tag';
import { nilUuid } from '../../../platform/values/uuid';
import { erasedText } from '../domain/erasure';
import type { OrdersDatabase } from './database';

/** Texts of bulk actions about orders that another database has. */
export function bulkTextStore({ pool }: OrdersDatabase) {
  return {
    /** The next orders, by id, that texts of ended bulk actions are about. */
    async orders(after: string | null, limit: number): Promise<string[]> {
      const { rows } = await pool.query<{ id: string }>(sql`
        SELECT DISTINCT i.order_id AS id
        FROM bulk_actions b JOIN bulk_action_items i ON i.bulk_action_id = b.id
        WHERE (b.finished_at IS NOT NULL OR b.stopped_at IS NOT NULL)
          AND (b.reason <> ${erasedText} OR i.message IS NOT NULL)
          AND i.order_id > ${after ?? nilUuid}::uuid
        ORDER BY id LIMIT ${limit}::int`);
      return rows.map(({ id }) => id);
    },

    /** Those of these orders whose personal data is erased. */
    async erasedAmong(orderIds: readonly string[]): Promise<string[]> {
      const { rows } = await pool.query<{ id: string }>(sql`
        SELECT id FROM orders WHERE id = ANY(${orderIds}::uuid[]) AND erased_at IS NOT NULL`);
      return rows.map(({ id }) => id);
    },

    /** Erases the texts about these orders. @returns the number of bulk actions. */
    async erase(orderIds: readonly string[]): Promise<number> {
      const { rowCount } = await pool.query(sql`
        WITH acted AS (
          UPDATE bulk_action_items SET message = NULL
          WHERE order_id = ANY(${orderIds}::uuid[]) AND message IS NOT NULL
        )
        UPDATE bulk_actions SET reason = ${erasedText}
        WHERE (finished_at IS NOT NULL OR stopped_at IS NOT NULL) AND reason <> ${erasedText}
          AND id IN (
            SELECT bulk_action_id FROM bulk_action_items WHERE order_id = ANY(${orderIds}::uuid[]))`);
      return rowCount ?? 0;
    },
  };
}
