import sql from 'sql-template-tag';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import type { ReorderPoint } from '../domain/reorder-point';
import { levelKey, levelRefusal, type StockCount } from '../domain/stock-adjustment';
import type { InventoryDatabase } from './database';
import { lackingOf, writeReorderPoints } from './reorder-points';
import type { StockLevelRow } from './stock-levels';
import { type BookedLine, book, createLevels, lockLevels, withStoredCodes } from './stock-steps';

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
  /** Rows that are older than the count of their level, and change nothing. */
  readonly older: number;
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

/** What is known of a level besides its units. */
interface LevelHistory {
  readonly countedAt: Date | null;
  /** Units that came after the count of the row, less those that left. */
  readonly unitsSince: number;
}

interface Judged {
  /** Rows that change the units on hand, or are newer than the count before. */
  readonly counts: BookedLine[];
  readonly points: ReorderPoint[];
  readonly missing: ImportedCount[];
  readonly older: ImportedCount[];
  readonly refused: ImportOutcome['refused'];
}

/**
 * When each level was counted, and what has moved since the row's count, without what imports changed.
 * Ids grow with time, so that only the movements after a count are read.
 */
async function historiesOf(
  transaction: Transaction,
  rows: readonly ImportedCount[],
): Promise<ReadonlyMap<string, LevelHistory>> {
  const { rows: histories } = await transaction.query<
    LevelHistory & { readonly sku: string; readonly warehouse: string }
  >(sql`
    SELECT s.sku, s.warehouse, s.counted_at AS "countedAt",
      coalesce(moved.units, 0) AS "unitsSince"
    FROM unnest(${rows.map(({ sku }) => sku)}::citext[],
      ${rows.map(({ warehouse }) => warehouse)}::text[],
      ${rows.map(({ countedAt }) => countedAt)}::timestamptz[]) AS c (sku, warehouse, counted_at)
    JOIN stock_levels s ON s.sku = c.sku AND s.warehouse = c.warehouse
    CROSS JOIN LATERAL (
      SELECT sum(m.on_hand_delta)::float8 AS units FROM stock_movements m
      WHERE m.sku = c.sku AND m.warehouse = c.warehouse AND m.at > c.counted_at
        AND m.id > coalesce((SELECT older.id FROM stock_movements older
          WHERE older.sku = c.sku AND older.at <= c.counted_at ORDER BY older.id DESC LIMIT 1), 0)
        AND (m.kind <> 'ADJUSTED' OR m.has_reason OR m.reference IS DISTINCT FROM ${reference})
    ) moved`);
  return new Map(histories.map((level) => [levelKey(level.sku, level.warehouse), level]));
}

/** What to change of the locked levels, and the rows that cannot be stored. */
function judge(
  rows: readonly ImportedCount[],
  levels: ReadonlyMap<string, StockLevelRow>,
  histories: ReadonlyMap<string, LevelHistory>,
): Judged {
  const judged: Judged = { counts: [], points: [], missing: [], older: [], refused: [] };
  for (const row of rows) {
    const key = levelKey(row.sku, row.warehouse);
    const [level, history] = [levels.get(key), histories.get(key)];
    if (level && history) judgeCount(row, level, history, judged);
    else judged.missing.push(row);
  }
  return judged;
}

function judgeCount(
  row: ImportedCount,
  level: StockLevelRow,
  { countedAt: before, unitsSince }: LevelHistory,
  { counts, points, older, refused }: Judged,
) {
  const { sku, warehouse, countedAt, reorderPoint, index } = row;
  // One of the same moment may correct the earlier one.
  if (before !== null && countedAt < before) {
    older.push(row);
    return;
  }
  const delta = row.counted + unitsSince - level.onHand;
  const refusal = delta === 0 ? null : levelRefusal(level, delta);
  if (refusal !== null) {
    refused.push({ index, code: codes[refusal] });
    return;
  }
  if (delta !== 0 || before === null || countedAt > before) {
    counts.push({ sku, warehouse, delta, reason: reference, countedAt });
  }
  if (reorderPoint !== null && reorderPoint !== level.reorderPoint) {
    points.push({ sku, warehouse, reorderPoint });
  }
}

export function stockImportStore({ pool }: InventoryDatabase) {
  return {
    /**
     * Sets what is on hand to the counts and what was shipped, received or corrected since, each row
     * by itself. So the same counts change nothing, whenever they are imported again; nor do counts
     * from before the newest one of their level. Levels must be unique.
     */
    async take(given: readonly ImportedCount[]): Promise<ImportOutcome> {
      if (given.length === 0) return { changed: 0, reorderPoints: 0, older: 0, refused: [] };
      return inTransaction(pool, async (transaction) => {
        const rows = await withStoredCodes(transaction, given);
        await createLevels(transaction, rows);
        const levels = await lockLevels(transaction, rows);
        const histories = await historiesOf(transaction, rows);
        const { counts, points, missing, older, refused } = judge(rows, levels, histories);
        await book(transaction, counts, { kind: 'ADJUSTED', hasReason: false });
        await writeReorderPoints(transaction, points);
        const lacking = await lackingOf(transaction, missing);
        refused.push(...lacking.map(({ index, what }) => ({ index, code: codes[what] })));
        const changed = counts.filter(({ delta }) => delta !== 0).length;
        return { changed, reorderPoints: points.length, older: older.length, refused };
      });
    },
  };
}
