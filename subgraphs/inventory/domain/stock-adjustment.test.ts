import { describe, expect, test } from 'vitest';
import {
  adjustmentProblems,
  countProblem,
  countProblems,
  deltaByLevel,
  type Level,
  levelKey,
  levelRefusal,
  onHandUnitsMax,
  repeatedLevels,
} from './stock-adjustment';

const key = 'key-12345678';
const badKey = {
  path: ['idempotencyKey'],
  message: 'Takes 8 to 255 characters, and no control characters.',
};
const noLine = { path: [], message: 'Takes at least one line.' };
const noReason = (index: number) => ({
  path: [String(index), 'reason'],
  message: 'Must not be empty.',
});

describe('an adjustment', () => {
  const line = (delta: number, reason = 'delivery 7') => ({
    sku: 'A',
    warehouse: 'B',
    delta,
    reason,
  });
  const noDelta = (index: number) => ({
    path: [String(index), 'delta'],
    message: 'Takes ±1 to ±1000000 units.',
  });

  test.each([1, -1, 1_000_000, -1_000_000])('takes %i units', (delta) => {
    expect(adjustmentProblems([line(delta)], key)).toEqual([]);
  });

  test.each([0, 1_000_001, -1_000_001])('refuses %i units', (delta) => {
    expect(adjustmentProblems([line(1), line(delta)], key)).toEqual([noDelta(1)]);
  });

  test('has a reason, whose problem comes after that of the units', () => {
    expect(adjustmentProblems([line(0, ' ')], key)).toEqual([noDelta(0), noReason(0)]);
    expect(adjustmentProblems([line(1, `two\nlines${'x'.repeat(191)}`)], key)).toEqual([]);
    const tooLong = { path: ['0', 'reason'], message: 'Takes at most 200 characters.' };
    expect(adjustmentProblems([line(1, 'x'.repeat(201))], key)).toEqual([tooLong]);
  });

  test('has a key and at least one line', () => {
    expect(adjustmentProblems([], 'short')).toEqual([badKey, noLine]);
    expect(adjustmentProblems([line(1), line(2)], 'short')).toEqual([badKey]);
  });
});

describe('a count', () => {
  const line = (counted: number, sku = 'A', reason = 'yearly') => ({
    sku,
    warehouse: 'B',
    counted,
    reason,
  });
  const message = 'Takes 0 to 1000000000 units.';

  test.each([0, 1, onHandUnitsMax])('takes %i units', (counted) => {
    expect(countProblem(counted)).toBeNull();
    expect(countProblems([line(counted)], key)).toEqual([]);
  });

  test.each([-1, 1.5, onHandUnitsMax + 1])('refuses %d units', (counted) => {
    expect(countProblem(counted)).toBe(message);
    const problem = { path: ['1', 'counted'], message };
    expect(countProblems([line(1), line(counted, 'B')], key)).toEqual([problem]);
  });

  test('has a reason, a key, and each level once', () => {
    const counted = { path: ['0', 'counted'], message };
    const again = { path: ['1'], message: 'An earlier line counts the same stock.' };
    expect(countProblems([line(-1, 'a', ''), line(2, 'A')], '')).toEqual([
      counted,
      noReason(0),
      again,
      badKey,
    ]);
    expect(countProblems([], key)).toEqual([noLine]);
  });
});

describe('a level', () => {
  test('is a product in a warehouse, in any spelling', () => {
    expect(levelKey('a', 'B')).toBe(levelKey('A', 'b'));
    expect(levelKey('a b', 'c')).not.toBe(levelKey('a', 'b c'));
    const named = (sku: string, warehouse: string) => ({ sku, warehouse });
    const lines = [named('a', 'x'), named('b', 'x'), named('A', 'X'), named('B', 'x')];
    expect(repeatedLevels(lines)).toEqual([2, 3]);
  });

  test('changes by the sum of its lines, in the spelling of the first', () => {
    const lines = [
      { sku: 'b', warehouse: 'x', delta: 5 },
      { sku: 'A', warehouse: 'x', delta: 1 },
      { sku: 'B', warehouse: 'X', delta: -7 },
    ];
    expect(deltaByLevel(lines)).toEqual([
      { sku: 'b', warehouse: 'x', delta: -2 },
      { sku: 'A', warehouse: 'x', delta: 1 },
    ]);
  });

  const level: Level = {
    sku: 'A',
    warehouse: 'B',
    onHand: 10,
    reserved: 4,
    warehouseActive: true,
  };
  const closed = { ...level, warehouseActive: false };
  const full = { ...level, onHand: onHandUnitsMax };

  test.each([
    ['down to what is reserved', level, -6, null],
    ['below what is reserved', level, -7, 'negative'],
    ['up to the largest number', full, 0, null],
    ['above the largest number', full, 1, 'tooMuch'],
    ['down in a closed warehouse', closed, -1, null],
    ['by nothing in a closed warehouse', closed, 0, null],
    ['up in a closed warehouse', closed, 1, 'closed'],
    ['up in a closed warehouse, and too far', { ...full, warehouseActive: false }, 1, 'closed'],
  ])('may change %s, or says why not', (_how, from, delta, refusal) => {
    expect(levelRefusal(from, delta)).toBe(refusal);
  });
});
