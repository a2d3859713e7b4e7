import { containsCardNumber } from '../../../platform/values/card-number';
import { skuKey } from './sku';

/** A change of what is on hand, in units. */
export interface StockAdjustment {
  readonly sku: string;
  readonly warehouse: string;
  readonly delta: number;
  /** Why, or by which document; kept with the movement. */
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
const reasonCharactersMax = 200;
const keyCharactersMin = 8;
const keyCharactersMax = 255;
/** Before the user and the key: other keys of stock are not of the API, and are kept for good. */
export const adjustmentKeyPrefix = 'adjust-stock:';
/** Half of what the column holds, so that a sum over two warehouses still is an Int. */
const onHandUnitsMax = 1_000_000_000;

const controlCharacter = /\p{Cc}/u;

function lineProblems({ delta, reason }: StockAdjustment, index: number): AdjustmentProblem[] {
  const problems: AdjustmentProblem[] = [];
  const at = (field: string, message: string) => {
    problems.push({ path: [String(index), field], message });
  };
  if (delta === 0 || Math.abs(delta) > deltaUnitsMax) {
    at('delta', `Takes 1 to ${deltaUnitsMax} units, or as many less.`);
  }
  const isLine = reason.length <= reasonCharactersMax && !controlCharacter.test(reason);
  if (!isLine || reason.trim() === '') {
    at('reason', `Takes 1 to ${reasonCharactersMax} characters on one line.`);
  } else if (containsCardNumber(reason)) {
    at('reason', 'A card number must not be stored.');
  }
  return problems;
}

/** What is wrong with an adjustment before anything is looked up. */
export function adjustmentProblems(
  lines: readonly StockAdjustment[],
  idempotencyKey: string,
): AdjustmentProblem[] {
  const problems = lines.flatMap(lineProblems);
  const { length } = idempotencyKey;
  if (length < keyCharactersMin || length > keyCharactersMax || idempotencyKey.includes('\0')) {
    const message = `Takes ${keyCharactersMin} to ${keyCharactersMax} characters.`;
    problems.push({ path: ['idempotencyKey'], message });
  }
  if (lines.length === 0) problems.push({ path: ['input'], message: 'Takes at least one line.' });
  return problems;
}

/** The sum of the deltas per level, in the order in which the levels first appear. */
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

/** How a level stands in the way of its delta. */
export function levelAllows(level: Level, delta: number): 'yes' | 'negative' | 'tooMuch' {
  const onHand = level.onHand + delta;
  if (onHand < level.reserved) return 'negative';
  return onHand > onHandUnitsMax ? 'tooMuch' : 'yes';
}
