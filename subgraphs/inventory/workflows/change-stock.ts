import { staffEntry } from '../../../access/staff-entry';
import {
  badUserInput,
  forbidden,
  IdempotencyKeyReusedError,
  NotFoundError,
  ValidationError,
} from '../../../platform/graphql/errors';
import { userIdOf } from '../../../platform/requests/viewer';
import { assertNever } from '../../../platform/values/assert-never';
import { inputHash, keyHash } from '../../../platform/values/input-hash';
import type { FieldProblem } from '../../../platform/values/text';
import type { InventoryContext } from '../context';
import { isSku, skuKey } from '../domain/sku';
import {
  adjustmentKeyPrefix,
  levelKey,
  type StockAdjustment,
  type StockCount,
} from '../domain/stock-adjustment';
import { isWarehouseCode } from '../domain/warehouse';
import { type AdjustStockResult, NegativeStockError } from '../schema/adjust-stock.result';
import type { AdjustOutcome } from '../store/stock-adjustments';

const linesMax = 1_000;

type StockPlace = Pick<StockCount, 'sku' | 'warehouse'>;

/** The call of a person who changes what is on hand. */
export interface StockChange<Line extends StockAdjustment | StockCount> {
  readonly input: readonly Line[];
  readonly idempotencyKey: string;
  readonly problems: (input: readonly Line[], idempotencyKey: string) => FieldProblem[];
  /** Scopes idempotency keys to the mutation; empty for adjustStock. */
  readonly keyScope: string;
  readonly action: string;
  /** The number of a line, for the audit log and the comparison of inputs. */
  readonly units: (line: Line) => Readonly<Record<string, number>>;
}

/** Changes what is on hand on behalf of the viewer, all lines or none, once per key. */
export async function changeStock<Line extends StockAdjustment | StockCount>(
  { input, idempotencyKey, problems, keyScope, action, units }: StockChange<Line>,
  { store, viewer, auditEntries }: InventoryContext,
): Promise<AdjustStockResult> {
  if (input.length > linesMax) throw badUserInput(`\`input\` takes at most ${linesMax} lines.`);
  const found = problems(input, idempotencyKey);
  if (found.length > 0) return new ValidationError(found);
  if (!input.every(({ sku }) => isSku(sku))) return new NotFoundError('product');
  if (!input.every(({ warehouse }) => isWarehouseCode(warehouse))) {
    return new NotFoundError('warehouse');
  }
  const userId = userIdOf(viewer);
  if (userId === null) throw forbidden();
  const lines = input.map((line) => ({ ...line, reason: line.reason.trim() }));
  const audit = auditEntries(
    lines.map((line) => {
      const detail = { warehouse: line.warehouse, ...units(line) };
      return staffEntry(viewer, action, `Product:${line.sku}`, detail);
    }),
  );
  const outcome = await store.stockAdjustments.adjust({
    key: `${adjustmentKeyPrefix}${keyScope}${userId}:${keyHash(idempotencyKey)}`,
    inputHash: inputHash(
      lines.map((line) => [
        skuKey(line.sku),
        // Most codes are written in upper case, so the hashes of earlier requests stay valid.
        line.warehouse.toUpperCase(),
        ...Object.values(units(line)),
        line.reason,
      ]),
    ),
    lines,
    kind: 'ADJUSTED',
    audit,
  });
  return answer(outcome, lines);
}

function answer(outcome: AdjustOutcome, lines: readonly StockPlace[]): AdjustStockResult {
  switch (outcome.kind) {
    case 'adjusted':
      return { levels: outcome.levels };
    case 'reused':
      return new IdempotencyKeyReusedError();
    case 'unknownProduct':
      return new NotFoundError('product');
    case 'unknownWarehouse':
      return new NotFoundError('warehouse');
    case 'negative':
      return new NegativeStockError(outcome.level);
    case 'tooMuch': {
      const message = `${outcome.sku} at ${outcome.warehouse} would exceed the maximum stock level.`;
      return levelError(outcome, lines, message);
    }
    case 'closed': {
      const message = `${outcome.warehouse} is closed and takes no more ${outcome.sku}. Reopen it, or name another warehouse.`;
      return levelError(outcome, lines, message);
    }
    default:
      return assertNever(outcome);
  }
}

/** Names every line of a level, because their amounts are added up. */
function levelError(
  { sku, warehouse }: StockPlace,
  lines: readonly StockPlace[],
  message: string,
): ValidationError {
  const refused = levelKey(sku, warehouse);
  const fields = lines.flatMap((line, index) =>
    levelKey(line.sku, line.warehouse) === refused ? [{ path: [String(index)], message }] : [],
  );
  return new ValidationError(fields);
}
