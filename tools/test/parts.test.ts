import { expect, test } from 'vitest';
import { filesOfPart, parsePart } from './parts.mjs';

const files = ['slow', 'quick', 'slower', 'new', 'quicker'];
const seconds = { slow: 60, slower: 90, quick: 20, quicker: 10 };
const all = (of: number) =>
  Array.from({ length: of }, (_, index) => filesOfPart(files, seconds, { part: index + 1, of }));

test('every file is in one part', () => {
  for (const of of [1, 2, 3, 7]) expect(all(of).flat().sort()).toEqual([...files].sort());
});

test('parts take about as long as each other', () => {
  expect(all(2)).toEqual([
    ['slower', 'new'],
    ['slow', 'quick', 'quicker'],
  ]);
});

test('a long suite that never ran counts as minutes', () => {
  const parts = filesOfPart(['a.long.test.ts', ...files], seconds, { part: 1, of: 2 });
  expect(parts).toEqual(['a.long.test.ts']);
});

test('a part is K/N', () => {
  expect(parsePart('2/6')).toEqual({ part: 2, of: 6 });
});

test.each(['', '2', '0/6', '7/6', '1/0', '1/6/2', 'a/b'])('"%s" is no part', (text) => {
  expect(() => parsePart(text)).toThrow(/--part takes K\/N/);
});
