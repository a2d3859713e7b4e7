import sql, { raw } from 'sql-template-tag';
import type { AuditEntry } from '../../../platform/audit/entry';
import { inTransaction, type Transaction } from '../../../platform/database/pool';
import { prepared } from '../../../platform/database/prepared';
import {
  adjustmentKeyPrefix,
  deltaByLevel,
  levelKey,
  levelRefusal,
  type StockAdjustment,
  type StockCount,
} from '../domain/stock-adjustment';
import { auditInsertion } from './audit-outbox';
import type { InventoryDatabase } from './database';
import type { StockLevelRow } from './stock-levels';
import {
  type BookedLine,
  book,
  createLevels,
  levelsOf,
  lockLevels,
  type RequestedLevel,
  withStoredCodes,
} from './stock-steps';

export interface AdjustRequest {
  /** Idempotency key, scoped by the caller. */
  readonly key: string;
  readonly inputHash: string;
  /** Counts have different levels; adjustments of a level are added up. */
  readonly lines: readonly (StockAdjustment | StockCount)[];
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
  | { readonly kind: 'tooMuch' | 'closed'; readonly sku: string; readonly warehouse: string };

export type AdjustOutcome =
  | { readonly kind: 'adjusted'; readonly levels: StockLevelRow[] }
  | AdjustRefusal;

/** Rolls the transaction back, so that a rejected adjustment does not store its key. */
class Refused extends Error {
  constructor(readonly refusal: AdjustRefusal) {
    super(refusal.kind);
  }
}

/** Inlined in the statement, because a parameter would not match the partial index. */
const ofAdjustments = raw(`'${adjustmentKeyPrefix}'`);

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

async function missing(transaction: Transaction, { sku }: RequestedLevel): Promise<AdjustRefusal> {
  const { rowCount } = await transaction.query(
    sql`SELECT FROM products WHERE sku = ${sku}::citext`,
  );
  return { kind: rowCount === 0 ? 'unknownProduct' : 'unknownWarehouse' };
}

type Levels = ReadonlyMap<string, StockLevelRow>;

/** The changes that make what is on hand what the lines say. */
async function changesOf(
  transaction: Transaction,
  lines: AdjustRequest['lines'],
  levels: Levels,
): Promise<BookedLine[]> {
  const changes: BookedLine[] = [];
  for (const line of lines) {
    const level = levels.get(levelKey(line.sku, line.warehouse));
    if (!level) throw new Refused(await missing(transaction, line));
    const { sku, warehouse, reason } = line;
    const common = { sku, warehouse, reason };
    changes.push(
      'delta' in line
        ? { ...common, delta: line.delta, countedAt: null }
        : { ...common, delta: line.counted - level.onHand, countedAt: 'now' },
    );
  }
  return changes;
}

/** Returned units are taken back even if the warehouse was closed since the return was accepted. */
function check(changes: readonly StockAdjustment[], levels: Levels, kind: AdjustRequest['kind']) {
  for (const { sku, warehouse, delta } of deltaByLevel(changes)) {
    const level = levels.get(levelKey(sku, warehouse));
    if (!level) throw new TypeError('A change has no level.');
    const taking = kind === 'RETURNED' ? { ...level, warehouseActive: true } : level;
    const refusal = levelRefusal(taking, delta);
    if (refusal === 'negative') throw new Refused({ kind: refusal, level });
    if (refusal !== null) throw new Refused({ kind: refusal, sku, warehouse });
  }
}

/** Each level once, in order of first appearance. */
function levelsIn(lines: AdjustRequest['lines']): RequestedLevel[] {
  const levels = new Map<string, RequestedLevel>();
  for (const { sku, warehouse } of lines) {
    const key = levelKey(sku, warehouse);
    if (!levels.has(key)) levels.set(key, { sku, warehouse });
  }
  return [...levels.values()];
}

export function stockAdjustmentStore({ pool }: InventoryDatabase) {
  return {
    /**
     * Changes the units on hand, or sets them to counts, all lines or none, once per key. It is a transaction of simple
     * steps instead of one statement, because it is not a hot path and its rejections need
     * decisions. A repetition returns the current levels.
     */
    async adjust(request: AdjustRequest): Promise<AdjustOutcome> {
      try {
        return await inTransaction(pool, async (transaction) => {
          const lines = await withStoredCodes(transaction, request.lines);
          const requested = levelsIn(lines);
          if (await takeKey(transaction, request)) {
            await createLevels(transaction, requested);
            const levels = await lockLevels(transaction, requested);
            const changes = await changesOf(transaction, lines, levels);
            check(changes, levels, request.kind);
            await book(transaction, changes, { kind: request.kind, hasReason: true });
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
