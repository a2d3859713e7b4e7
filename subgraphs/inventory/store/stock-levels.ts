import sql from 'sql-template-tag';
import { prepared } from '../../../platform/database/prepared';
import type { StockLevel } from '../../../prisma/inventory/generated/client';
import { available, availableLagMsMax } from './available';
import type { InventoryDatabase } from './database';

/** A stock level without the moment of its count, which only counts need. */
export type StockLevelRow = Omit<StockLevel, 'countedAt'>;

/** The columns of a stock level `s`. */
export const levelColumns = sql`s.sku, s.warehouse, s.on_hand AS "onHand", s.reserved,
  s.reorder_point AS "reorderPoint", s.warehouse_active AS "warehouseActive"`;

export function stockLevelStore({ pool, replicaReads }: InventoryDatabase) {
  return {
    /**
     * Available units per SKU over all warehouses, capped to the range of Int, without SKUs that
     * have no stock.
     */
    async availableBySku(skus: readonly string[]): Promise<{ sku: string; available: number }[]> {
      return prepared<{ sku: string; available: number }>(
        replicaReads.within(availableLagMsMax),
        'available-by-sku',
        sql`SELECT sku, least(sum(${available}), 2147483647)::int AS available
          FROM stock_levels WHERE sku = ANY(${skus}::citext[]) GROUP BY sku`,
      );
    },

    /** The levels of many products, by warehouse. */
    async bySku(skus: readonly string[]): Promise<StockLevelRow[]> {
      return prepared<StockLevelRow>(
        pool,
        'levels-by-sku',
        sql`SELECT ${levelColumns}
          FROM stock_levels s WHERE s.sku = ANY(${skus}::citext[]) ORDER BY s.sku, s.warehouse`,
      );
    },
  };
}
