import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import { type AnswerBudget, readWithin } from '../../platform/graphql/answer-budget';
import { isSelected } from '../../platform/graphql/is-selected';
import { isSku, skuKey } from './domain/sku';
import { isWarehouseCode, warehouseKey } from './domain/warehouse';
import type { InventoryStore } from './store';
import type { RowSource } from './store/cached-rows';
import type { ProductRow, ProductSummaryRow } from './store/products';
import type { AllocationRow } from './store/reservations';
import type { StockLevelRow } from './store/stock-levels';
import type { ReservedUnits } from './store/stock-movements';
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
 * Products whose descriptions, of up to 6 kB each, are read by one statement.
 * @exceeded the others are read by the next statement, if the answer has room for them
 * @test subgraphs/inventory/loaders.test.ts
 */
const describedPerStatement = 100;

/** Ends the answer when its bytes are used up, instead of reading what it cannot hold. */
const describedWithin =
  (budget: AnswerBudget | undefined, read: (skus: readonly string[]) => Promise<ProductRow[]>) =>
  async (skus: readonly string[]): Promise<ProductRow[]> => {
    const rows: ProductRow[] = [];
    for (let from = 0; from < skus.length; from += describedPerStatement) {
      const found = await read(skus.slice(from, from + describedPerStatement));
      // Inactive ones may not be shown.
      const shown = found.filter(({ active }) => active);
      const bytes = shown.reduce((sum, row) => sum + Buffer.byteLength(row.description ?? ''), 0);
      if (budget && !budget.hasRoomFor(bytes)) return budget.never;
      rows.push(...found);
    }
    return rows;
  };

/**
 * One loader per key. They live for one query or mutation.
 * @param rows from where products and warehouses are read.
 * @param budget of the response: allocations and descriptions that exceed it are not read.
 */
export function inventoryLoaders(store: InventoryStore, rows: RowSource, budget?: AnswerBudget) {
  return {
    productBySku: bySku(
      describedWithin(budget, rows.products),
      ([row]): ProductRow | null => row ?? null,
    ),

    /** Products whose description is not selected. */
    productSummaryBySku: bySku(
      rows.productSummaries,
      ([row]): ProductSummaryRow | null => row ?? null,
    ),

    availableBySku: bySku(store.stockLevels.availableBySku, ([row]) => row?.available ?? 0),

    stockBySku: bySku(store.stockLevels.bySku, (rows): readonly StockLevelRow[] => rows),

    /** Units that recent orders reserved, by warehouse. */
    reservedBySku: bySku(
      store.stockMovements.recentlyReserved,
      (rows): readonly ReservedUnits[] => rows,
    ),

    warehouseByCode: new DataLoader<string, WarehouseRow | null>(async (codes) => {
      const known = await rows.warehouses(codes.filter(isWarehouseCode));
      const found = new Map(known.map((row) => [warehouseKey(row.code), row]));
      return codes.map((code) => found.get(warehouseKey(code)) ?? null);
    }),

    allocationsByOrder: new DataLoader<string, readonly AllocationRow[]>(async (orderIds) => {
      const allocations = await readWithin(budget, (rowsMax) =>
        store.reservations.allocationsByOrder(orderIds, rowsMax),
      );
      const found = Map.groupBy(allocations, ({ orderId }) => orderId);
      return orderIds.map((orderId) => found.get(orderId.toLowerCase()) ?? []);
    }),
  };
}

/**
 * The loader for a product with the selected fields: an order of a thousand lines would read 6 MB of
 * descriptions that nobody selected.
 */
export function productLoader(
  { productBySku, productSummaryBySku }: InventoryLoaders,
  info: GraphQLResolveInfo,
): DataLoader<string, ProductSummaryRow | null, string> {
  return isSelected(info, ['description']) ? productBySku : productSummaryBySku;
}
