import { inTransaction } from '../../../platform/database/pool';
import type { ReorderPoint } from '../domain/reorder-point';
import {
  levelKey,
  levelRefusal,
  type StockAdjustment,
  type StockCount,
} from '../domain/stock-adjustment';
import type { InventoryDatabase } from './database';
import { lackingOf, writeReorderPoints } from './reorder-points';
import type { StockLevelRow } from './stock-levels';
import { book, createLevels, lockLevels, withStoredCodes } from './stock-steps';

/** A row of an import: a count, and a reorder point unless it is null. */
export interface ImportedCount extends StockCount {
  /** Its place in the call. */
  readonly index: number;
  readonly reorderPoint: number | null;
}

export interface ImportOutcome {
  readonly changed: number;
  readonly reorderPoints: number;
  readonly refused: { index: number; code: string }[];
}

const codes = {
  product: 'UNKNOWN_PRODUCT',
  warehouse: 'UNKNOWN_WAREHOUSE',
  negative: 'BELOW_RESERVED',
  closed: 'WAREHOUSE_CLOSED',
  tooMuch: 'TOO_MUCH',
} as const;

interface Judged {
  readonly changes: StockAdjustment[];
  readonly points: ReorderPoint[];
  readonly missing: ImportedCount[];
  readonly refused: ImportOutcome['refused'];
}

/** What to change of the locked levels, and the rows that cannot be stored. */
function judge(rows: readonly ImportedCount[], levels: ReadonlyMap<string, StockLevelRow>): Judged {
  const judged: Judged = { changes: [], points: [], missing: [], refused: [] };
  for (const row of rows) {
    const level = levels.get(levelKey(row.sku, row.warehouse));
    if (level === undefined) judged.missing.push(row);
    else judgeCount(row, level, judged);
  }
  return judged;
}

function judgeCount(
  row: ImportedCount,
  level: StockLevelRow,
  { changes, points, refused }: Judged,
) {
  const { sku, warehouse, counted, reason, reorderPoint, index } = row;
  const delta = counted - level.onHand;
  const refusal = delta === 0 ? null : levelRefusal(level, delta);
  if (refusal !== null) {
    refused.push({ index, code: codes[refusal] });
    return;
  }
  if (delta !== 0) changes.push({ sku, warehouse, delta, reason });
  if (reorderPoint !== null && reorderPoint !== level.reorderPoint) {
    points.push({ sku, warehouse, reorderPoint });
  }
}

export function stockImportStore({ pool }: InventoryDatabase) {
  return {
    /** Sets what is on hand to the counts, each row by itself. Levels must be unique. */
    async take(counts: readonly ImportedCount[]): Promise<ImportOutcome> {
      if (counts.length === 0) return { changed: 0, reorderPoints: 0, refused: [] };
      return inTransaction(pool, async (transaction) => {
        const rows = await withStoredCodes(transaction, counts);
        await createLevels(transaction, rows);
        const levels = await lockLevels(transaction, rows);
        const { changes, points, missing, refused } = judge(rows, levels);
        await book(transaction, changes, 'ADJUSTED');
        await writeReorderPoints(transaction, points);
        const lacking = await lackingOf(transaction, missing);
        refused.push(...lacking.map(({ index, what }) => ({ index, code: codes[what] })));
        return { changed: changes.length, reorderPoints: points.length, refused };
      });
    },
  };
}
