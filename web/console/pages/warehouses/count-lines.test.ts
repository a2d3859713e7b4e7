import { describe, expect, it } from 'vitest';
import { countLinesOf, differencesOf, summaryOf } from './count-lines';

describe('countLinesOf', () => {
  it.each([
    ['TEA,3', 'TEA', 3],
    ['TEA, 3', 'TEA', 3],
    ['  two words ;  0 ', 'two words', 0],
    ['A-1_b./c\t1000000000', 'A-1_b./c', 1_000_000_000],
    ['"TEA","007"', 'TEA', 7],
  ])('reads %j', (text, sku, counted) => {
    expect(countLinesOf(text)).toEqual([{ row: 1, sku, counted }]);
  });

  it.each(['TEA', 'TEA 3', ',3', ' , 3', 'TEA,', 'TEA,-1', 'TEA,1.5', 'TEA,1,000', 'TEE#,1'])(
    'shows %j as a line that it cannot read',
    (text) => {
      expect(countLinesOf(text)).toEqual([{ row: 1, sku: text.trim(), counted: null }]);
    },
  );

  it('takes as many units as the API does', () => {
    expect(countLinesOf('TEA,1000000001')).toMatchObject([{ counted: null }]);
    expect(countLinesOf(`${'A'.repeat(64)},1\n${'A'.repeat(65)},1`)).toMatchObject([
      { counted: 1 },
      { counted: null },
    ]);
  });

  it('leaves out empty lines and a header, and keeps the places of the others', () => {
    expect(countLinesOf('\r\nSKU;Counted\r\nTEA;3\r\n\r\nMUG;4\n')).toEqual([
      { row: 3, sku: 'TEA', counted: 3 },
      { row: 5, sku: 'MUG', counted: 4 },
    ]);
    expect(countLinesOf('sku,3')).toEqual([{ row: 1, sku: 'sku', counted: 3 }]);
    expect(countLinesOf('\n \n')).toEqual([]);
  });
});

const stocks = new Map([
  ['TEA', { name: 'Tea', onHand: 5, reserved: 2 }],
  ['MUG', { name: 'Mug', onHand: 4, reserved: 0 }],
]);
const problemsOf = (text: string, isOpen = true) =>
  differencesOf(countLinesOf(text), stocks, isOpen).map(({ row, problem }) => [row, problem]);

describe('differencesOf', () => {
  it('names why a line cannot be recorded', () => {
    expect(problemsOf('tea,2\nTEA,9\nMUG,7\nCUP,1\n?\n?')).toEqual([
      [2, 'repeated'],
      [4, 'unknown'],
      [5, 'unreadable'],
      [6, 'unreadable'],
      [1, null],
      [3, null],
    ]);
    expect(problemsOf('TEA,1')).toEqual([[1, 'reserved']]);
  });

  it('lets a closed warehouse have fewer units, and no more', () => {
    expect(problemsOf('TEA,6\nMUG,3', false)).toEqual([
      [1, 'closed'],
      [2, null],
    ]);
  });

  it('ends with what stays the same', () => {
    expect(problemsOf('MUG,4\nTEA,6').map(([row]) => row)).toEqual([2, 1]);
  });
});

it('adds up what a count changes, without lines that have a problem', () => {
  const differences = differencesOf(countLinesOf('TEA,9\nMUG,1\nCUP,7'), stocks, true);
  expect(summaryOf(differences)).toEqual({ lines: 3, changed: 2, more: 4, fewer: 3, problems: 1 });
  const none = { lines: 0, changed: 0, more: 0, fewer: 0, problems: 0 };
  expect(summaryOf([])).toEqual(none);
});
