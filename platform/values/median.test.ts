import { expect, test } from 'vitest';
import { median } from './median';

test.each([
  [[], 0],
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 2, 100], 3],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});
