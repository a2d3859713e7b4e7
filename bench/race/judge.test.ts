import { expect, test } from 'vitest';
import { type Ending, faultsOf, type Rules } from './judge';

const rules: Rules = { buyers: 200, units: 50, sellsOut: true, lastAnswerMsMax: 2_000 };
const good: Ending = {
  outcomes: { CONFIRMED: 50, INSUFFICIENT_STOCK: 150 },
  lastAnswerMs: 1_999,
  stock: [{ sku: 'A', onHand: 50, reserved: 50 }],
};

test('fifty orders, the others told that there are none, in time: nothing is wrong', () => {
  expect(faultsOf(good, rules)).toEqual([]);
});

test.each<[string, Partial<Ending>, string[]]>([
  [
    'another answer',
    { outcomes: { CONFIRMED: 50, INSUFFICIENT_STOCK: 149, TIMEOUT: 1 } },
    ['1 were answered TIMEOUT'],
  ],
  [
    'an answer too few',
    { outcomes: { CONFIRMED: 50, INSUFFICIENT_STOCK: 149 } },
    ['199 of 200 were answered'],
  ],
  [
    'an order too many',
    {
      outcomes: { CONFIRMED: 51, INSUFFICIENT_STOCK: 149 },
      stock: [{ sku: 'A', onHand: 50, reserved: 51 }],
    },
    ['51 orders for 50 units', 'A: oversold, 51 units of 50'],
  ],
  [
    'an order too few',
    {
      outcomes: { CONFIRMED: 49, INSUFFICIENT_STOCK: 151 },
      stock: [{ sku: 'A', onHand: 50, reserved: 49 }],
    },
    ['only 49 orders, with 50 units there'],
  ],
  [
    'units that a loser still holds',
    { stock: [{ sku: 'A', onHand: 52, reserved: 52 }] },
    ['A: 52 units on hand, of 50', 'A: 52 units held by 50 orders'],
  ],
  [
    'the same of many products',
    { stock: ['A', 'B', 'C'].map((sku) => ({ sku, onHand: 50, reserved: 49 })) },
    ['A and 2 more: 49 units held by 50 orders'],
  ],
  [
    'an order that nobody has decided yet, which may hold its unit',
    { outcomes: { CONFIRMED: 49, PENDING: 1, INSUFFICIENT_STOCK: 150 } },
    ['1 were answered PENDING', 'only 49 orders, with 50 units there'],
  ],
  ['a late answer', { lastAnswerMs: 2_001 }, ['the last answer took 2001 ms of 2000']],
])('%s is found', (_, wrong, faults) => {
  expect(faultsOf({ ...good, ...wrong }, rules)).toEqual(faults);
});

test('where carts get in each other’s way, units may be left, and time is not judged', () => {
  const ending = {
    outcomes: { CONFIRMED: 40, INSUFFICIENT_STOCK: 160 },
    lastAnswerMs: 9_000,
    stock: [{ sku: 'A', onHand: 50, reserved: 40 }],
  };
  expect(faultsOf(ending, { ...rules, sellsOut: false, lastAnswerMsMax: null })).toEqual([]);
});
