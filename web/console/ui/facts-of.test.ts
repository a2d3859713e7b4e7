import { expect, test } from 'vitest';
import { factsOf } from './facts-of';

test('facts of the audit log are names in words, and values', () => {
  expect(factsOf('{"from":"SUPPORT","to":"SUPPORT ADMIN","overlapSeconds":60}')).toEqual([
    ['from', 'SUPPORT'],
    ['to', 'SUPPORT ADMIN'],
    ['overlap seconds', '60'],
  ]);
});

test('nested facts keep the names that lead to them', () => {
  const nested = '{"change":{"is_on":true,"skus":["A","B"],"note":null},"found":0}';
  expect(factsOf(nested)).toEqual([
    ['change is on', 'true'],
    ['change skus', 'A, B'],
    ['change note', '–'],
    ['found', '0'],
  ]);
});

test('a list of objects has the names of each, and no JSON', () => {
  const lines = '{"lines":[{"sku":"A","quantity":3},{"sku":"B","quantity":1}],"none":[]}';
  expect(factsOf(lines)).toEqual([
    ['lines', 'sku A, quantity 3; sku B, quantity 1'],
    ['none', '–'],
  ]);
});

test.each(['', 'The disk is full.', '"text"', '42', 'null', '[1, 2]', '{"a":'])(
  '%j is no object, and is shown as it is',
  (text) => {
    expect(factsOf(text)).toBeNull();
  },
);
