import sql from 'sql-template-tag';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
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
import type { ReservedUnits } from './stock-movements';
import { book, createLevels, lockLevels, withStoredCodes } from './stock-steps';

/** A row of an import: a count, and a reorder point unless it is null. */
export interface ImportedCount extends Omit<StockCount, 'reason'> {
  /** Its place in the call. */
  readonly index: number;
  readonly countedAt: Date;
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

/** The reference of the movements of imports. */
const reference = 'import';

interface Judged {
  readonly changes: StockAdjustment[];
  readonly points: ReorderPoint[];
  readonly missing: ImportedCount[];
  readonly refused: ImportOutcome['refused'];
}

/**
 * Units that came to each level after its count, less those that left, without what imports changed.
 * Ids grow with time, so that only the movements after a count are read.
 */
async function unitsSince(
  transaction: Transaction,
  rows: readonly ImportedCount[],
): Promise<ReadonlyMap<string, number>> {
  const { rows: moved } = await transaction.query<ReservedUnits>(sql`
    SELECT c.sku, c.warehouse, moved.units
    FROM unnest(${rows.map(({ sku }) => sku)}::citext[],
      ${rows.map(({ warehouse }) => warehouse)}::text[],
      ${rows.map(({ countedAt }) => countedAt)}::timestamptz[]) AS c (sku, warehouse, counted_at)
    CROSS JOIN LATERAL (
      SELECT sum(m.on_hand_delta)::float8 AS units FROM stock_movements m
      WHERE m.sku = c.sku AND m.warehouse = c.warehouse AND m.at > c.counted_at
        AND m.id > coalesce((SELECT older.id FROM stock_movements older
          WHERE older.sku = c.sku AND older.at <= c.counted_at ORDER BY older.id DESC LIMIT 1), 0)
        AND (m.kind <> 'ADJUSTED' OR m.reference IS DISTINCT FROM ${reference})
    ) moved WHERE moved.units <> 0`);
  return new Map(moved.map(({ sku, warehouse, units }) => [levelKey(sku, warehouse), units]));
}

/** What to change of the locked levels, and the rows that cannot be stored. */
function judge(
  rows: readonly ImportedCount[],
  levels: ReadonlyMap<string, StockLevelRow>,
  since: ReadonlyMap<string, number>,
): Judged {
  const judged: Judged = { changes: [], points: [], missing: [], refused: [] };
  for (const row of rows) {
    const key = levelKey(row.sku, row.warehouse);
    const level = levels.get(key);
    if (level === undefined) judged.missing.push(row);
    else judgeCount(row, row.counted + (since.get(key) ?? 0), level, judged);
  }
  return judged;
}

function judgeCount(
  { sku, warehouse, reorderPoint, index }: ImportedCount,
  onHand: number,
  level: StockLevelRow,
  { changes, points, refused }: Judged,
) {
  const delta = onHand - level.onHand;
  const refusal = delta === 0 ? null : levelRefusal(level, delta);
  if (refusal !== null) {
    refused.push({ index, code: codes[refusal] });
    return;
  }
  if (delta !== 0) changes.push({ sku, warehouse, delta, reason: reference });
  if (reorderPoint !== null && reorderPoint !== level.reorderPoint) {
    points.push({ sku, warehouse, reorderPoint });
  }
}

export function stockImportStore({ pool }: InventoryDatabase) {
  return {
    /**
     * Sets what is on hand to the counts and what was shipped, received or corrected since, each row
     * by itself. So the same counts change nothing, whenever they are imported again. Levels must be
     * unique.
     */
    async take(counts: readonly ImportedCount[]): Promise<ImportOutcome> {
      if (counts.length === 0) return { changed: 0, reorderPoints: 0, refused: [] };
      return inTransaction(pool, async (transaction) => {
        const rows = await withStoredCodes(transaction, counts);
        await createLevels(transaction, rows);
        const levels = await lockLevels(transaction, rows);
        const since = await unitsSince(transaction, rows);
        const { changes, points, missing, refused } = judge(rows, levels, since);
        await book(transaction, changes, 'ADJUSTED');
        await writeReorderPoints(transaction, points);
        const lacking = await lackingOf(transaction, missing);
        refused.push(...lacking.map(({ index, what }) => ({ index, code: codes[what] })));
        return { changed: changes.length, reorderPoints: points.length, refused };
      });
    },
  };
}
