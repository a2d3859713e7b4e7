import { isSku } from './sku';
import { onHandUnitsMax, repeatedLevels } from './stock-adjustment';
import { isWarehouseCode } from './warehouse';

export interface ReorderPoint {
  readonly sku: string;
  readonly warehouse: string;
  readonly reorderPoint: number;
}

/** Why a row was skipped; the codes are part of the API. */
export interface ReorderPointFault {
  readonly code:
    | 'UNKNOWN_PRODUCT'
    | 'UNKNOWN_WAREHOUSE'
    | 'INVALID_REORDER_POINT'
    | 'DUPLICATE_LEVEL';
  readonly message: string;
}

export const unknownProduct: ReorderPointFault = {
  code: 'UNKNOWN_PRODUCT',
  message: 'sku: There is no such product.',
};
export const unknownWarehouse: ReorderPointFault = {
  code: 'UNKNOWN_WAREHOUSE',
  message: 'warehouse: There is no such warehouse.',
};
const invalid: ReorderPointFault = {
  code: 'INVALID_REORDER_POINT',
  message: `reorderPoint: Takes 0 to ${onHandUnitsMax} units.`,
};
const duplicate: ReorderPointFault = {
  code: 'DUPLICATE_LEVEL',
  message: 'An earlier row of this call has the same product and warehouse.',
};

/** Whether `lowStock` can compare available units with it. */
export function isReorderPoint(units: number): boolean {
  return Number.isInteger(units) && units >= 0 && units <= onHandUnitsMax;
}

function rowFault({ sku, warehouse, reorderPoint }: ReorderPoint): ReorderPointFault | null {
  if (!isSku(sku)) return unknownProduct;
  if (!isWarehouseCode(warehouse)) return unknownWarehouse;
  return isReorderPoint(reorderPoint) ? null : invalid;
}

/** The first fault of each faulty row, by index, that does not depend on stored data. */
export function reorderPointFaults(rows: readonly ReorderPoint[]): Map<number, ReorderPointFault> {
  const repeated = new Set(repeatedLevels(rows));
  return new Map(
    rows.flatMap((row, index) => {
      const fault = repeated.has(index) ? duplicate : rowFault(row);
      return fault === null ? [] : [[index, fault] as const];
    }),
  );
}
