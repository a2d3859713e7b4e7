import sql, { raw } from 'sql-template-tag';
import type { AuditEntry } from '../../../platform/audit/entry';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import { prepared } from '../../../platform/database/prepared';
import {
  adjustmentKeyPrefix,
  deltaByLevel,
  levelAllows,
  levelKey,
  type StockAdjustment,
} from '../domain/stock-adjustment';
import { auditInsertion } from './audit-outbox';
import type { InventoryDatabase } from './database';
import type { StockLevelRow } from './stock-levels';

export interface AdjustRequest {
  /** Idempotency key, scoped by the caller. */
  readonly key: string;
  readonly inputHash: string;
  readonly lines: readonly StockAdjustment[];
  readonly kind: 'RECEIVED' | 'ADJUSTED' | 'RETURNED';
  /** The audit entry, if staff makes the adjustment. */
  readonly audit?: readonly AuditEntry[];
}

/** Why an adjustment was rejected. */
export type AdjustRefusal =
  | { readonly kind: 'reused' }
  | { readonly kind: 'unknownProduct' }
  | { readonly kind: 'unknownWarehouse' }
  | { readonly kind: 'negative'; readonly level: StockLevelRow }
  | { readonly kind: 'tooMuch'; readonly sku: string; readonly warehouse: string };

export type AdjustOutcome =
  | { readonly kind: 'adjusted'; readonly levels: StockLevelRow[] }
  | AdjustRefusal;

interface RequestedLevel {
  readonly sku: string;
  readonly warehouse: string;
  readonly delta: number;
}

/** Rolls the transaction back, so that a rejected adjustment does not store its key. */
class Refused extends Error {
  constructor(readonly refusal: AdjustRefusal) {
    super(refusal.kind);
  }
}

/** Inlined in the statement, because a parameter would not match the partial index. */
const ofAdjustments = raw(`'${adjustmentKeyPrefix}'`);

const columns = sql`s.sku, s.warehouse, s.on_hand AS "onHand", s.reserved,
  s.reorder_point AS "reorderPoint"`;

/**
 * Takes the key. Waits for a concurrent call with the same key.
 * @returns false if the same request was booked before.
 */
async function takeKey(transaction: Transaction, request: AdjustRequest): Promise<boolean> {
  const { rowCount } = await transaction.query(sql`
    INSERT INTO stock_effects (key, input_hash, outcome)
    VALUES (${request.key}, ${request.inputHash}, '{}') ON CONFLICT (key) DO NOTHING`);
  if (rowCount === 1) return true;
  const { rows } = await transaction.query<{ inputHash: string }>(
    sql`SELECT input_hash AS "inputHash" FROM stock_effects WHERE key = ${request.key}`,
  );
  if (rows[0]?.inputHash !== request.inputHash) throw new Refused({ kind: 'reused' });
  return false;
}

/** Creates the levels that are not there yet, of products and warehouses that are. */
async function createLevels(transaction: Transaction, requested: readonly RequestedLevel[]) {
  await transaction.query(sql`
    INSERT INTO stock_levels (sku, warehouse)
    SELECT p.sku, w.code
    FROM unnest(${requested.map(({ sku }) => sku)}::citext[],
      ${requested.map(({ warehouse }) => warehouse)}::text[]) AS line (sku, warehouse)
    JOIN products p ON p.sku = line.sku JOIN warehouses w ON w.code = line.warehouse
    ORDER BY p.sku, w.code ON CONFLICT DO NOTHING`);
}

/** In the order (SKU, warehouse) in which every statement of this room locks. */
async function lockLevels(transaction: Transaction, requested: readonly RequestedLevel[]) {
  const { rows } = await transaction.query<StockLevelRow>(sql`
    SELECT ${columns} FROM stock_levels s
    JOIN unnest(${requested.map(({ sku }) => sku)}::citext[],
      ${requested.map(({ warehouse }) => warehouse)}::text[]) AS line (sku, warehouse)
      ON s.sku = line.sku AND s.warehouse = line.warehouse
    ORDER BY s.sku, s.warehouse FOR UPDATE OF s`);
  return new Map(rows.map((row) => [levelKey(row.sku, row.warehouse), row]));
}

async function missing(transaction: Transaction, { sku }: RequestedLevel): Promise<AdjustRefusal> {
  const { rowCount } = await transaction.query(
    sql`SELECT FROM products WHERE sku = ${sku}::citext`,
  );
  return { kind: rowCount === 0 ? 'unknownProduct' : 'unknownWarehouse' };
}

async function check(
  transaction: Transaction,
  requested: readonly RequestedLevel[],
  levels: ReadonlyMap<string, StockLevelRow>,
): Promise<void> {
  for (const line of requested) {
    const level = levels.get(levelKey(line.sku, line.warehouse));
    if (!level) throw new Refused(await missing(transaction, line));
    const allowed = levelAllows(level, line.delta);
    if (allowed === 'negative') throw new Refused({ kind: 'negative', level });
    if (allowed === 'tooMuch') {
      throw new Refused({ kind: 'tooMuch', sku: line.sku, warehouse: line.warehouse });
    }
  }
}

async function book(transaction: Transaction, { lines, kind }: AdjustRequest) {
  await transaction.query(sql`
    WITH line AS (
      SELECT * FROM unnest(${lines.map(({ sku }) => sku)}::citext[],
        ${lines.map(({ warehouse }) => warehouse)}::text[],
        ${lines.map(({ delta }) => delta)}::int[],
        ${lines.map(({ reason }) => reason)}::text[])
        WITH ORDINALITY AS line (sku, warehouse, delta, reason, position)
    ), levels AS (
      UPDATE stock_levels s SET on_hand = s.on_hand + sums.delta
      FROM (SELECT sku, warehouse, sum(delta) AS delta FROM line GROUP BY sku, warehouse) sums
      WHERE s.sku = sums.sku AND s.warehouse = sums.warehouse
    )
    INSERT INTO stock_movements (sku, warehouse, on_hand_delta, reserved_delta, kind, reference)
    SELECT s.sku, s.warehouse, line.delta, 0, ${kind}::"StockMovementKind", line.reason
    FROM line JOIN stock_levels s ON s.sku = line.sku AND s.warehouse = line.warehouse
    ORDER BY line.position`);
}

async function levelsOf(transaction: Transaction, requested: readonly RequestedLevel[]) {
  const { rows } = await transaction.query<StockLevelRow>(sql`
    SELECT ${columns} FROM unnest(${requested.map(({ sku }) => sku)}::citext[],
      ${requested.map(({ warehouse }) => warehouse)}::text[])
      WITH ORDINALITY AS line (sku, warehouse, position)
    JOIN stock_levels s ON s.sku = line.sku AND s.warehouse = line.warehouse
    ORDER BY line.position`);
  return rows;
}

export function stockAdjustmentStore({ pool }: InventoryDatabase) {
  return {
    /**
     * Changes the units on hand, all lines or none, once per key. It is a transaction of simple
     * steps instead of one statement, because it is not a hot path and its rejections need
     * decisions. A repetition returns the current levels.
     */
    async adjust(request: AdjustRequest): Promise<AdjustOutcome> {
      const requested = deltaByLevel(request.lines);
      try {
        return await inTransaction(pool, async (transaction) => {
          if (await takeKey(transaction, request)) {
            await createLevels(transaction, requested);
            await check(transaction, requested, await lockLevels(transaction, requested));
            await book(transaction, request);
            if (request.audit?.length) await transaction.query(auditInsertion(request.audit));
          }
          return { kind: 'adjusted', levels: await levelsOf(transaction, requested) };
        });
      } catch (error) {
        if (error instanceof Refused) return error.refusal;
        throw error;
      }
    },

    /** Deletes older keys of adjustments, oldest first. @returns how many. */
    async forgetKeys(days: number, limit: number): Promise<number> {
      const [row] = await prepared<{ count: number }>(
        pool,
        'forget-keys',
        sql`WITH old AS (
            SELECT key FROM stock_effects
            WHERE starts_with(key, ${ofAdjustments}) AND
              created_at < now() - ${days}::int * interval '1 day'
            ORDER BY created_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
          ), forgotten AS (
            DELETE FROM stock_effects e USING old WHERE e.key = old.key RETURNING 1
          )
          SELECT count(*)::int AS count FROM forgotten`,
      );
      return row?.count ?? 0;
    },
  };
}
