import { expect, it } from 'vitest';
import { counted } from './counted';

it.each([
  [0, 'order', undefined, '0 orders'],
  [1, 'order', undefined, '1 order'],
  [2, 'order', undefined, '2 orders'],
  [1, 'entry', 'entries', '1 entry'],
  [12, 'entry', 'entries', '12 entries'],
])('names %d of a noun', (count, one, many, expected) => {
  expect(counted(count, one, many)).toBe(expected);
});
