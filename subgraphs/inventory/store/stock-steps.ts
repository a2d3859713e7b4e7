/** The steps of a transaction that changes units on hand. */
import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/pool';
import type { StockMovementKind } from '../../../prisma/inventory/generated/client';
import { levelKey, type StockAdjustment } from '../domain/stock-adjustment';
import { warehouseKey } from '../domain/warehouse';
import { levelColumns, type StockLevelRow } from './stock-levels';

export interface RequestedLevel {
  readonly sku: string;
  readonly warehouse: string;
}

/** The lines with the codes of warehouses as they are stored; unknown ones stay as they are. */
export async function withStoredCodes<Line extends { readonly warehouse: string }>(
  transaction: Transaction,
  lines: readonly Line[],
): Promise<Line[]> {
  const keys = [...new Set(lines.map(({ warehouse }) => warehouseKey(warehouse)))];
  const { rows } = await transaction.query<{ code: string }>(
    sql`SELECT code FROM warehouses WHERE lower(code) = ANY(${keys}::text[])`,
  );
  const stored = new Map(rows.map(({ code }) => [warehouseKey(code), code]));
  return lines.map((line) => ({
    ...line,
    warehouse: stored.get(warehouseKey(line.warehouse)) ?? line.warehouse,
  }));
}

/** Creates the levels that are not there yet, of products and warehouses that are. */
export async function createLevels(transaction: Transaction, requested: readonly RequestedLevel[]) {
  await transaction.query(sql`
    INSERT INTO stock_levels (sku, warehouse)
    SELECT p.sku, w.code
    FROM unnest(${requested.map(({ sku }) => sku)}::citext[],
      ${requested.map(({ warehouse }) => warehouse)}::text[]) AS line (sku, warehouse)
    JOIN products p ON p.sku = line.sku JOIN warehouses w ON w.code = line.warehouse
    ORDER BY p.sku, w.code ON CONFLICT DO NOTHING`);
}

/** Locks stock levels in the order (SKU, warehouse), as every statement of this room does. */
export async function lockLevels(transaction: Transaction, requested: readonly RequestedLevel[]) {
  const { rows } = await transaction.query<StockLevelRow>(sql`
    SELECT ${levelColumns} FROM stock_levels s
    JOIN unnest(${requested.map(({ sku }) => sku)}::citext[],
      ${requested.map(({ warehouse }) => warehouse)}::text[]) AS line (sku, warehouse)
      ON s.sku = line.sku AND s.warehouse = line.warehouse
    ORDER BY s.sku, s.warehouse FOR UPDATE OF s`);
  return new Map(rows.map((row) => [levelKey(row.sku, row.warehouse), row]));
}

/** A change of a level, which may be 0 if the level was counted. */
export interface BookedLine extends StockAdjustment {
  /** When the level was counted; null if it was not. PostgreSQL reads `now` as its own time. */
  readonly countedAt: Date | 'now' | null;
}

interface Booking {
  readonly kind: StockMovementKind;
  /** Whether the caller gave the reasons of the lines. */
  readonly hasReason: boolean;
}

/** Changes the levels, notes when they were counted, and adds a movement for each change. */
export async function book(
  transaction: Transaction,
  lines: readonly BookedLine[],
  { kind, hasReason }: Booking,
) {
  await transaction.query(sql`
    WITH line AS (
      SELECT * FROM unnest(${lines.map(({ sku }) => sku)}::citext[],
        ${lines.map(({ warehouse }) => warehouse)}::text[],
        ${lines.map(({ delta }) => delta)}::int[],
        ${lines.map(({ reason }) => reason)}::text[],
        ${lines.map(({ countedAt }) => countedAt)}::timestamptz[])
        WITH ORDINALITY AS line (sku, warehouse, delta, reason, counted_at, position)
    ), levels AS (
      UPDATE stock_levels s SET on_hand = s.on_hand + sums.delta,
        counted_at = greatest(s.counted_at, sums.counted_at)
      FROM (SELECT sku, warehouse, sum(delta) AS delta, max(counted_at) AS counted_at
        FROM line GROUP BY sku, warehouse) sums
      WHERE s.sku = sums.sku AND s.warehouse = sums.warehouse
    )
    INSERT INTO stock_movements
      (sku, warehouse, on_hand_delta, reserved_delta, kind, reference, has_reason)
    SELECT s.sku, s.warehouse, line.delta, 0, ${kind}::"StockMovementKind", line.reason, ${hasReason}
    FROM line JOIN stock_levels s ON s.sku = line.sku AND s.warehouse = line.warehouse
    WHERE line.delta <> 0 ORDER BY line.position`);
}

/** The levels in the order of the lines. */
export async function levelsOf(transaction: Transaction, requested: readonly RequestedLevel[]) {
  const { rows } = await transaction.query<StockLevelRow>(sql`
    SELECT ${levelColumns} FROM unnest(${requested.map(({ sku }) => sku)}::citext[],
      ${requested.map(({ warehouse }) => warehouse)}::text[])
      WITH ORDINALITY AS line (sku, warehouse, position)
    JOIN stock_levels s ON s.sku = line.sku AND s.warehouse = line.warehouse
    ORDER BY line.position`);
  return rows;
}
