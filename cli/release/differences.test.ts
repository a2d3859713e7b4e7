import { expect, test } from 'vitest';
import { differencesIn, isExpected, pathsIn, sentenceOf } from './differences';

const priced = (amount: string) => ({ nodes: [{ sku: 'A-1', price: { amount } }] });

test('names the field whose value differs', () => {
  const before = priced('9.99');
  const found = differencesIn({ before, after: priced('0.00'), beforeAgain: before });
  expect(found.map(sentenceOf)).toEqual(['nodes.0.price.amount: "9.99" became "0.00"']);
  expect(differencesIn({ before, after: priced('9.99'), beforeAgain: before })).toEqual([]);
});

test('a value that changed in the previous version in between says nothing', () => {
  const [before, beforeAgain] = [priced('9.99'), priced('8.99')];
  expect(differencesIn({ before, after: priced('8.99'), beforeAgain })).toEqual([]);
});

test.each([
  ['a field that only one has', { a: 1 }, { a: 1, b: null }, 'b: nothing became null'],
  ['a shorter list', { a: [1, 2] }, { a: [1] }, 'a.1: 2 became nothing'],
  ['an empty list', { a: [] }, { a: {} }, 'a: [] became {}'],
  ['another type', { a: 1 }, { a: '1' }, 'a: 1 became "1"'],
])('finds %s', (_what, before, after, sentence) => {
  const found = differencesIn({ before, after, beforeAgain: before });
  expect(found.map(sentenceOf)).toEqual([sentence]);
});

test('deliberate differences are a list of paths without positions', () => {
  const expected = pathsIn('# new tax\nproducts.nodes.price\n\nquote.tax # in Italy\n');
  const isListed = (path: string) => isExpected({ path, before: '1', after: '2' }, expected);
  expect(isListed('products.nodes.3.price.amount')).toBe(true);
  expect(isListed('quote.tax')).toBe(true);
  expect(isListed('quote.taxes')).toBe(false);
  expect(isListed('quote.total.amount')).toBe(false);
});
