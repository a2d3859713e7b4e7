import sql from 'sql-template-tag';
import { prepared } from '../../../platform/database/prepared';
import type { StockLevel as StockLevelRow } from '../../../prisma/inventory/generated/client';
import type { InventoryDatabase } from './database';

export type { StockLevelRow };

export function stockLevelStore({ pool }: InventoryDatabase) {
  return {
    /**
     * Available units per SKU over all warehouses, capped to the range of Int, without SKUs that
     * have no stock.
     */
    async availableBySku(skus: readonly string[]): Promise<{ sku: string; available: number }[]> {
      return prepared<{ sku: string; available: number }>(
        pool,
        'available-by-sku',
        sql`SELECT sku, least(sum(on_hand - reserved), 2147483647)::int AS available
          FROM stock_levels WHERE sku = ANY(${skus}::citext[]) GROUP BY sku`,
      );
    },

    /** The levels of many products, by warehouse. */
    async bySku(skus: readonly string[]): Promise<StockLevelRow[]> {
      return prepared<StockLevelRow>(
        pool,
        'levels-by-sku',
        sql`SELECT sku, warehouse, on_hand AS "onHand", reserved, reorder_point AS "reorderPoint"
          FROM stock_levels WHERE sku = ANY(${skus}::citext[]) ORDER BY sku, warehouse`,
      );
    },
  };
}
