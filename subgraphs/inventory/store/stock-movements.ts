import sql, { empty } from 'sql-template-tag';
import type { PageRequest } from '../../../platform/graphql/connection';
import type { StockMovement } from '../../../prisma/inventory/generated/client';
import type { InventoryDatabase } from './database';

/** As text, because GraphQL's ID does not accept bigint. */
export type StockMovementRow = Omit<StockMovement, 'id'> & { readonly id: string };

export function stockMovementStore({ pool }: InventoryDatabase) {
  return {
    /** One page and one more row, newest first. */
    async page(sku: string, page: PageRequest): Promise<StockMovementRow[]> {
      const [after] = page.after ?? [];
      const behind = after === undefined ? empty : sql`AND id < ${after}::bigint`;
      const { rows } = await pool.query<StockMovementRow>(sql`
        SELECT id::text, at, sku, warehouse, on_hand_delta AS "onHandDelta",
          reserved_delta AS "reservedDelta", kind, reference
        FROM stock_movements WHERE sku = ${sku}::citext ${behind}
        ORDER BY stock_movements.id DESC LIMIT ${page.first + 1}`);
      return rows;
    },
  };
}
