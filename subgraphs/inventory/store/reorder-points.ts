import sql from 'sql-template-tag';
import type { AuditEntry } from '../../../platform/audit/entry';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import type { ReorderPoint } from '../domain/reorder-point';
import { levelKey } from '../domain/stock-adjustment';
import { auditInsertion } from './audit-outbox';
import type { InventoryDatabase } from './database';
import { createLevels, lockLevels, withStoredCodes } from './stock-steps';

interface IndexedRow extends ReorderPoint {
  /** Its place in the input. */
  readonly index: number;
}

export interface SetReorderPoints {
  readonly stored: number;
  /** Rows without a product or a warehouse. */
  readonly missing: readonly { readonly index: number; readonly what: 'product' | 'warehouse' }[];
}

/** Writes the reorder points of locked levels. */
export async function writeReorderPoints(
  transaction: Transaction,
  rows: readonly ReorderPoint[],
): Promise<void> {
  await transaction.query(sql`
    UPDATE stock_levels s SET reorder_point = line.reorder_point
    FROM unnest(${rows.map(({ sku }) => sku)}::citext[],
      ${rows.map(({ warehouse }) => warehouse)}::text[],
      ${rows.map(({ reorderPoint }) => reorderPoint)}::int[])
      AS line (sku, warehouse, reorder_point)
    WHERE s.sku = line.sku AND s.warehouse = line.warehouse`);
}

/** What the rows without a level lack: each has no product, or no warehouse. */
export async function lackingOf<Row extends { readonly sku: string }>(
  transaction: Transaction,
  rows: readonly Row[],
): Promise<(Row & { what: 'product' | 'warehouse' })[]> {
  if (rows.length === 0) return [];
  const { rows: known } = await transaction.query<{ sku: string }>(
    sql`SELECT lower(sku::text) AS sku FROM products
      WHERE sku = ANY(${rows.map(({ sku }) => sku)}::citext[])`,
  );
  const skus = new Set(known.map(({ sku }) => sku));
  return rows.map((row) => ({
    ...row,
    what: skus.has(row.sku.toLowerCase()) ? 'warehouse' : 'product',
  }));
}

export function reorderPointStore({ pool }: InventoryDatabase) {
  return {
    /**
     * Sets the reorder points of the rows whose product and warehouse exist, in one transaction.
     * Levels must be unique.
     * @param auditFor the audit entries of the rows that are stored.
     */
    async set(
      given: readonly IndexedRow[],
      auditFor: (rows: readonly ReorderPoint[]) => AuditEntry[],
    ): Promise<SetReorderPoints> {
      if (given.length === 0) return { stored: 0, missing: [] };
      return inTransaction(pool, async (transaction) => {
        const rows = await withStoredCodes(transaction, given);
        await createLevels(transaction, rows);
        const levels = await lockLevels(transaction, rows);
        const hasLevel = ({ sku, warehouse }: ReorderPoint) => levels.has(levelKey(sku, warehouse));
        const stored = rows.filter(hasLevel);
        await writeReorderPoints(transaction, stored);
        const audit = auditFor(stored);
        if (audit.length > 0) await transaction.query(auditInsertion(audit));
        const lacking = rows.filter((row) => !hasLevel(row));
        const missing = await lackingOf(transaction, lacking);
        return {
          stored: stored.length,
          missing: missing.map(({ index, what }) => ({ index, what })),
        };
      });
    },
  };
}
