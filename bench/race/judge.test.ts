import { expect, test } from 'vitest';
import { type Ending, faultsOf, type Rules } from './judge';

const rules: Rules = { buyers: 200, units: 50, sellsOut: true, lastAnswerMsMax: 2_000 };
const good: Ending = {
  outcomes: { CONFIRMED: 50, INSUFFICIENT_STOCK: 150 },
  lastAnswerMs: 1_999,
  stock: [{ sku: 'A', onHand: 50, reserved: 50 }],
};

test('fifty orders, and timely rejections for the others, have no faults', () => {
  expect(faultsOf(good, rules)).toEqual([]);
});

test.each<[string, Partial<Ending>, string[]]>([
  [
    'another outcome',
    { outcomes: { CONFIRMED: 50, INSUFFICIENT_STOCK: 149, TIMEOUT: 1 } },
    ['1 calls ended with TIMEOUT'],
  ],
  [
    'a missing response',
    { outcomes: { CONFIRMED: 50, INSUFFICIENT_STOCK: 149 } },
    ['199 of 200 calls got a response'],
  ],
  [
    'one order too many',
    {
      outcomes: { CONFIRMED: 51, INSUFFICIENT_STOCK: 149 },
      stock: [{ sku: 'A', onHand: 50, reserved: 51 }],
    },
    ['51 orders for 50 units', 'A: oversold, 51 units of 50'],
  ],
  [
    'one order too few',
    {
      outcomes: { CONFIRMED: 49, INSUFFICIENT_STOCK: 151 },
      stock: [{ sku: 'A', onHand: 50, reserved: 49 }],
    },
    ['only 49 orders for 50 units'],
  ],
  [
    'units that a rejected order still holds',
    { stock: [{ sku: 'A', onHand: 52, reserved: 52 }] },
    ['A: 52 units on hand, expected 50', 'A: 52 units held by 50 orders'],
  ],
  [
    'the same fault for many products',
    { stock: ['A', 'B', 'C'].map((sku) => ({ sku, onHand: 50, reserved: 49 })) },
    ['A and 2 more: 49 units held by 50 orders'],
  ],
  [
    'an undecided order, which may hold its unit',
    { outcomes: { CONFIRMED: 49, PENDING: 1, INSUFFICIENT_STOCK: 150 } },
    ['1 calls ended with PENDING', 'only 49 orders for 50 units'],
  ],
  ['a late response', { lastAnswerMs: 2_001 }, ['the last response took 2001 ms, limit 2000']],
])('%s is a fault', (_, wrong, faults) => {
  expect(faultsOf({ ...good, ...wrong }, rules)).toEqual(faults);
});

test('with conflicting carts, units may be left over and time is not checked', () => {
  const ending = {
    outcomes: { CONFIRMED: 40, INSUFFICIENT_STOCK: 160 },
    lastAnswerMs: 9_000,
    stock: [{ sku: 'A', onHand: 50, reserved: 40 }],
  };
  expect(faultsOf(ending, { ...rules, sellsOut: false, lastAnswerMsMax: null })).toEqual([]);
});
