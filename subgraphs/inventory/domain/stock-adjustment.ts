import {
  type FieldProblem,
  idempotencyKeyProblem,
  type TextRule,
  textProblems,
} from '../../../platform/values/text';
import { skuKey } from './sku';
import { warehouseKey } from './warehouse';

interface StockLine {
  readonly sku: string;
  readonly warehouse: string;
  /** The reason or document, stored with the movement. */
  readonly reason: string;
}

/** A change of the units on hand. */
export interface StockAdjustment extends StockLine {
  readonly delta: number;
}

/** Units on hand as a person counted them. */
export interface StockCount extends StockLine {
  readonly counted: number;
}

export interface Level {
  readonly sku: string;
  readonly warehouse: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly warehouseActive: boolean;
}

/** Why a level cannot change. */
export type LevelRefusal = 'negative' | 'tooMuch' | 'closed';

const deltaUnitsMax = 1_000_000;
const reasonRule: TextRule = { charactersMax: 200, isMultiline: true };
/** Prefix of keys of the API, which expire; other keys of stock are kept permanently. */
export const adjustmentKeyPrefix = 'adjust-stock:';
/**
 * Units of a product in one warehouse: half of the column's range, so that the sum of two warehouses
 * is still an Int.
 * @exceeded VALIDATION, INVALID_REORDER_POINT
 * @test subgraphs/inventory/operations/record-stock-count.test.ts
 */
export const onHandUnitsMax = 1_000_000_000;

function adjustmentLineProblems({ delta, reason }: StockAdjustment, index: number): FieldProblem[] {
  const problems = textProblems([String(index), 'reason'], reason, reasonRule);
  if (delta === 0 || Math.abs(delta) > deltaUnitsMax) {
    const message = `Takes ±1 to ±${deltaUnitsMax} units.`;
    problems.unshift({ path: [String(index), 'delta'], message });
  }
  return problems;
}

function countLineProblems({ counted, reason }: StockCount, index: number): FieldProblem[] {
  const problems = textProblems([String(index), 'reason'], reason, reasonRule);
  const message = countProblem(counted);
  if (message !== null) problems.unshift({ path: [String(index), 'counted'], message });
  return problems;
}

/** Why this many units cannot be on hand. */
export function countProblem(counted: number): string | null {
  return Number.isInteger(counted) && counted >= 0 && counted <= onHandUnitsMax
    ? null
    : `Takes 0 to ${onHandUnitsMax} units.`;
}

/** Problems of an adjustment that do not depend on stored data. */
export function adjustmentProblems(
  lines: readonly StockAdjustment[],
  idempotencyKey: string,
): FieldProblem[] {
  return callProblems(lines.flatMap(adjustmentLineProblems), lines, idempotencyKey);
}

/** Problems of a count that do not depend on stored data. A level has one count. */
export function countProblems(
  lines: readonly StockCount[],
  idempotencyKey: string,
): FieldProblem[] {
  const message = 'An earlier line counts the same stock.';
  const repeated = repeatedLevels(lines).map((index) => ({ path: [String(index)], message }));
  return callProblems([...lines.flatMap(countLineProblems), ...repeated], lines, idempotencyKey);
}

/** The places of lines whose level an earlier line has. */
export function repeatedLevels(
  lines: readonly { readonly sku: string; readonly warehouse: string }[],
): number[] {
  const seen = new Set<string>();
  return lines.flatMap(({ sku, warehouse }, index) => {
    const key = levelKey(sku, warehouse);
    if (seen.has(key)) return [index];
    seen.add(key);
    return [];
  });
}

function callProblems(
  problems: FieldProblem[],
  lines: readonly unknown[],
  idempotencyKey: string,
): FieldProblem[] {
  const message = idempotencyKeyProblem(idempotencyKey);
  if (message !== null) problems.push({ path: ['idempotencyKey'], message });
  if (lines.length === 0) problems.push({ path: [], message: 'Takes at least one line.' });
  return problems;
}

/** The sum of the deltas per level, in order of first appearance. */
export function deltaByLevel(
  lines: readonly Pick<StockAdjustment, 'sku' | 'warehouse' | 'delta'>[],
): { sku: string; warehouse: string; delta: number }[] {
  const sums = new Map<string, { sku: string; warehouse: string; delta: number }>();
  for (const { sku, warehouse, delta } of lines) {
    const key = levelKey(sku, warehouse);
    const sum = sums.get(key) ?? { sku, warehouse, delta: 0 };
    sums.set(key, { ...sum, delta: sum.delta + delta });
  }
  return [...sums.values()];
}

export function levelKey(sku: string, warehouse: string): string {
  return `${skuKey(sku)}\n${warehouseKey(warehouse)}`;
}

/** Why a level cannot change by its delta; null if it can. A closed warehouse takes no goods. */
export function levelRefusal(level: Level, delta: number): LevelRefusal | null {
  const onHand = level.onHand + delta;
  if (onHand < level.reserved) return 'negative';
  if (delta > 0 && !level.warehouseActive) return 'closed';
  return onHand > onHandUnitsMax ? 'tooMuch' : null;
}
