import { expect, test } from 'vitest';
import { returnedLinesMax, stockLinesProblem } from './stock-lines';

const lines = (count: number, quantity = 1) =>
  Array.from({ length: count }, (_, index) => ({ sku: `S-${index}`, quantity }));

test.each([1, 1_000])('takes %i lines', (count) => {
  expect(stockLinesProblem(lines(count))).toBeNull();
});

test.each([0, 1_001])('refuses %i lines', (count) => {
  expect(stockLinesProblem(lines(count))).toBe('`lines` takes 1 to 1000.');
});

test('returns have more lines', () => {
  expect(stockLinesProblem(lines(1_001), returnedLinesMax)).toBeNull();
  expect(stockLinesProblem(lines(100_001), returnedLinesMax)).toBe('`lines` takes 1 to 100000.');
});

test.each([1, 99_999])('takes %i units', (quantity) => {
  expect(stockLinesProblem(lines(2, quantity))).toBeNull();
});

test.each([0, -1, 100_000])('refuses %i units in any line', (quantity) => {
  const message = '`quantity` takes 1 to 99999.';
  expect(stockLinesProblem([...lines(1), { sku: 'B', quantity }])).toBe(message);
  expect(stockLinesProblem([{ sku: 'B', quantity }, ...lines(1)])).toBe(message);
});

test('refuses a text that is no SKU in any line', () => {
  const message = '`sku` takes 1 to 64 letters, digits, spaces and - _ . /';
  expect(stockLinesProblem([...lines(1), { sku: '', quantity: 1 }])).toBe(message);
  expect(stockLinesProblem([{ sku: '?', quantity: 1 }, ...lines(1)])).toBe(message);
});
