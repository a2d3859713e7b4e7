import { describe, expect, test } from 'vitest';
import { restockedUnits, restockingCodes, returnProblems, warehouseProblems } from './returns';

const line = (sku: string, shippedQuantity: number, returnedQuantity = 0) => ({
  sku,
  shippedQuantity,
  returnedQuantity,
});
const back = (sku: string, quantity: number, more: object = {}) => ({
  sku,
  quantity,
  restock: true,
  warehouse: null,
  ...more,
});
const units = (sku: string, quantity: number, warehouse: string) => ({ sku, quantity, warehouse });
const parcel = (warehouse: string, ...lines: [string, number][]) => ({
  warehouse,
  lines: lines.map(([sku, quantity]) => ({ sku, quantity })),
});

test('only what was shipped and is not back yet can come back', () => {
  const lines = [line('A', 3, 1)];
  expect(returnProblems(lines, [back('a', 2)])).toEqual([]);
  expect(returnProblems(lines, [back('A', 3), back('B', 1)])).toEqual([
    { path: ['lines', '0', 'quantity'], message: '2 can come back.' },
    { path: ['lines', '1', 'sku'], message: 'It is not in this order.' },
  ]);
});

describe('units go back', () => {
  const parcels = [
    parcel('W1', ['A', 2]),
    parcel('W2', ['a', 3], ['B', 1]),
    parcel('W1', ['A', 4]),
  ];

  test('to the warehouse that is named, in the spelling of the order', () => {
    const requested = [back('a', 2, { warehouse: 'W9' })];
    expect(restockedUnits([line('A', 9)], parcels, requested)).toEqual([units('A', 2, 'W9')]);
  });

  test('nowhere unless they are to be sold again', () => {
    expect(restockedUnits([line('A', 9)], parcels, [back('A', 2, { restock: false })])).toEqual([]);
  });

  test.each([
    [0, 2, [units('A', 2, 'W1')]],
    [0, 3, [units('A', 2, 'W1'), units('A', 1, 'W2')]],
    [0, 9, [units('A', 6, 'W1'), units('A', 3, 'W2')]],
    [1, 2, [units('A', 1, 'W1'), units('A', 1, 'W2')]],
    [2, 1, [units('A', 1, 'W2')]],
    [4, 2, [units('A', 1, 'W2'), units('A', 1, 'W1')]],
    [8, 1, [units('A', 1, 'W1')]],
  ])('to where they came from, oldest first: after %i, %i more', (earlier, quantity, expected) => {
    const lines = [line('A', 9, earlier)];
    expect(restockedUnits(lines, parcels, [back('A', quantity)])).toEqual(expected);
  });

  test('nowhere if no parcel had them', () => {
    expect(restockedUnits([], [], [back('Z', 1), back('Y', 1, { warehouse: 'W' })])).toEqual([
      units('Y', 1, 'W'),
    ]);
  });
});

describe('a warehouse that takes units back', () => {
  test('is one that is named, or one that shipped them', () => {
    const requested = [back('A', 1, { warehouse: 'W1' }), back('B', 1)];
    const restocked = [units('A', 1, 'W1'), units('B', 1, 'W2')];
    expect(restockingCodes(requested, restocked)).toEqual(['W1', 'W2']);
  });

  test('is open, whatever the case of its code', () => {
    const restocked = [units('A', 1, 'w1')];
    expect(warehouseProblems([back('a', 1)], restocked, new Set(['W1']))).toEqual([]);
    const named = [back('A', 1, { warehouse: 'w2' })];
    expect(warehouseProblems(named, restocked, new Set(['W2']))).toEqual([]);
    expect(warehouseProblems(named, [], new Set())).toEqual([
      { path: ['lines', '0', 'warehouse'], message: 'There is no warehouse w2, or it is closed.' },
    ]);
  });

  test('that shipped them and is closed is a problem of the line that restocks', () => {
    const restocked = [units('A', 1, 'W1'), units('B', 1, 'W2')];
    const requested = [back('b', 1), back('A', 1), back('A', 1, { restock: false })];
    expect(warehouseProblems(requested, restocked, new Set(['W2']))).toEqual([
      {
        path: ['lines', '1', 'warehouse'],
        message: 'W1, which shipped it, is closed. Name another warehouse.',
      },
    ]);
  });
});
