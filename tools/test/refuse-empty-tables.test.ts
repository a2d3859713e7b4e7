import { describe, expect, it, test } from 'vitest';

test('a table of nothing is refused, where it would define no test', () => {
  for (const { each } of [test, it, describe]) expect(() => each([])).toThrow('is empty');
});

test.each([1, 2])('a table with rows defines its tests: %i', (row) => {
  expect([1, 2]).toContain(row);
});
