import DataLoader from 'dataloader';
import { type AnswerBudget, readWithin } from '../../platform/graphql/answer-budget';
import { isSku, skuKey } from './domain/sku';
import { isWarehouseCode } from './domain/warehouse';
import type { InventoryStore } from './store';
import type { ProductRow, ProductSummaryRow } from './store/products';
import type { AllocationRow } from './store/reservations';
import type { StockLevelRow } from './store/stock-levels';
import type { WarehouseRow } from './store/warehouses';

export type InventoryLoaders = ReturnType<typeof inventoryLoaders>;

/** Loads one row per SKU, or one value made of its rows. An invalid SKU has none. */
function bySku<Row extends { sku: string }, Value>(
  read: (skus: readonly string[]) => Promise<Row[]>,
  toValue: (rows: readonly Row[]) => Value,
) {
  return new DataLoader<string, Value, string>(
    async (requested) => {
      const skus = requested.filter(isSku);
      const rows = skus.length > 0 ? await read(skus) : [];
      const found = Map.groupBy(rows, (row) => skuKey(row.sku));
      return requested.map((sku) => toValue(found.get(skuKey(sku)) ?? []));
    },
    { cacheKeyFn: skuKey },
  );
}

/**
 * One loader per key. They live for one request, so they never return stale data.
 * @param budget of the response: allocations that exceed it are not read.
 */
export function inventoryLoaders(store: InventoryStore, budget?: AnswerBudget) {
  return {
    productBySku: bySku(store.products.bySku, ([row]): ProductRow | null => row ?? null),

    /** For products whose description is not selected. */
    productSummaryBySku: bySku(
      store.products.summariesBySku,
      ([row]): ProductSummaryRow | null => row ?? null,
    ),

    availableBySku: bySku(store.stockLevels.availableBySku, ([row]) => row?.available ?? 0),

    stockBySku: bySku(store.stockLevels.bySku, (rows): readonly StockLevelRow[] => rows),

    warehouseByCode: new DataLoader<string, WarehouseRow | null>(async (codes) => {
      const rows = await store.warehouses.byCode(codes.filter(isWarehouseCode));
      const found = new Map(rows.map((row) => [row.code, row]));
      return codes.map((code) => found.get(code) ?? null);
    }),

    allocationsByOrder: new DataLoader<string, readonly AllocationRow[]>(async (orderIds) => {
      const rows = await readWithin(budget, (rowsMax) =>
        store.reservations.allocationsByOrder(orderIds, rowsMax),
      );
      const found = Map.groupBy(rows, ({ orderId }) => orderId);
      return orderIds.map((orderId) => found.get(orderId.toLowerCase()) ?? []);
    }),
  };
}
