import { idempotencyKeyProblem, type TextRule, textProblems } from '../../../platform/values/text';
import { skuKey } from './sku';

/** A change of the units on hand. */
export interface StockAdjustment {
  readonly sku: string;
  readonly warehouse: string;
  readonly delta: number;
  /** The reason or document, stored with the movement. */
  readonly reason: string;
}

export interface AdjustmentProblem {
  readonly path: string[];
  readonly message: string;
}

export interface Level {
  readonly sku: string;
  readonly warehouse: string;
  readonly onHand: number;
  readonly reserved: number;
}

const deltaUnitsMax = 1_000_000;
const reasonRule: TextRule = { charactersMax: 200, isMultiline: true };
/** Prefix of keys of the API, which expire; other keys of stock are kept permanently. */
export const adjustmentKeyPrefix = 'adjust-stock:';
/** Half of the column's range, so that the sum of two warehouses is still an Int. */
const onHandUnitsMax = 1_000_000_000;

function lineProblems({ delta, reason }: StockAdjustment, index: number): AdjustmentProblem[] {
  const problems = textProblems([String(index), 'reason'], reason, reasonRule);
  if (delta === 0 || Math.abs(delta) > deltaUnitsMax) {
    const message = `Takes ±1 to ±${deltaUnitsMax} units.`;
    problems.unshift({ path: [String(index), 'delta'], message });
  }
  return problems;
}

/** Problems of an adjustment that do not depend on stored data. */
export function adjustmentProblems(
  lines: readonly StockAdjustment[],
  idempotencyKey: string,
): AdjustmentProblem[] {
  const problems = lines.flatMap(lineProblems);
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
  return `${skuKey(sku)}\n${warehouse}`;
}

/** Why a level cannot change by its delta. */
export function levelAllows(level: Level, delta: number): 'yes' | 'negative' | 'tooMuch' {
  const onHand = level.onHand + delta;
  if (onHand < level.reserved) return 'negative';
  return onHand > onHandUnitsMax ? 'tooMuch' : 'yes';
}
