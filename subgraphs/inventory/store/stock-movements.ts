import sql, { empty } from 'sql-template-tag';
import { prepared } from '../../../platform/database/prepared';
import type { PageRequest } from '../../../platform/graphql/connection';
import type { StockMovement } from '../../../prisma/inventory/generated/client';
import type { InventoryDatabase } from './database';

/** A movement whose id is text, because GraphQL's ID does not accept bigint. */
export type StockMovementRow = Omit<StockMovement, 'id' | 'hasReason'> & { readonly id: string };

export interface ReservedUnits {
  readonly sku: string;
  readonly warehouse: string;
  readonly units: number;
}

/** The movements of a product that tell how warehouses share its demand. */
const recentMovements = 500;

export function stockMovementStore({ pool, replicaReads }: InventoryDatabase) {
  return {
    /** One page and one more row, newest first. */
    async page(sku: string, page: PageRequest): Promise<StockMovementRow[]> {
      const [after] = page.after ?? [];
      const behind = after === undefined ? empty : sql`AND id < ${after}::bigint`;
      const { rows } = await replicaReads.query<StockMovementRow>(sql`
        SELECT id::text, at, sku, warehouse, on_hand_delta AS "onHandDelta",
          reserved_delta AS "reservedDelta", kind, reference
        FROM stock_movements WHERE sku = ${sku}::citext ${behind}
        ORDER BY stock_movements.id DESC LIMIT ${page.first + 1}`);
      return rows;
    },

    /** Units that the newest movements of each product reserved, by warehouse. */
    async recentlyReserved(skus: readonly string[]): Promise<ReservedUnits[]> {
      return prepared<ReservedUnits>(
        pool,
        'recently-reserved',
        sql`SELECT wanted.sku, recent.warehouse, sum(recent.units)::float8 AS units
          FROM unnest(${skus}::citext[]) AS wanted (sku) CROSS JOIN LATERAL (
            SELECT warehouse, reserved_delta AS units, kind FROM stock_movements
            WHERE sku = wanted.sku ORDER BY stock_movements.id DESC LIMIT ${recentMovements}::int
          ) recent WHERE recent.kind = 'RESERVED' GROUP BY wanted.sku, recent.warehouse`,
      );
    },

    /**
     * Deletes movements that are older than so many days, at most `limit`, and adds them to the
     * opening balances in the same statement, so that the sums stay the levels. Ids grow with time:
     * only the lowest ones are looked at, which takes no index of their age.
     * @returns how many were deleted.
     */
    async forget(days: number, limit: number): Promise<number> {
      const [row] = await prepared<{ count: number }>(
        pool,
        'forget-movements',
        sql`WITH lowest AS MATERIALIZED (
            SELECT id, at FROM stock_movements ORDER BY id LIMIT ${limit}::int
          ), forgotten AS (
            DELETE FROM stock_movements m USING lowest
            WHERE m.id = lowest.id AND lowest.at < now() - ${days}::int * interval '1 day'
            RETURNING m.sku, m.warehouse, m.on_hand_delta, m.reserved_delta
          ), carried AS (
            INSERT INTO stock_opening_balances AS balance (sku, warehouse, on_hand, reserved)
            SELECT sku, warehouse, sum(on_hand_delta), sum(reserved_delta) FROM forgotten
            GROUP BY sku, warehouse ORDER BY sku, warehouse
            ON CONFLICT (sku, warehouse) DO UPDATE SET
              on_hand = balance.on_hand + excluded.on_hand,
              reserved = balance.reserved + excluded.reserved
          )
          SELECT count(*)::int AS count FROM forgotten`,
      );
      return row?.count ?? 0;
    },
  };
}
