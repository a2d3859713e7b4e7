import { expect, it } from 'vitest';
import { toggled, withAll } from './row-selection';

it('a row is selected, or no longer', () => {
  const one = toggled(new Set(), 'a');
  expect([...one]).toEqual(['a']);
  expect([...toggled(one, 'a')]).toEqual([]);
});

it('all rows of a page do not touch the selection of another page', () => {
  const all = withAll(new Set(['of another page', 'a']), ['a', 'b'], true);
  expect([...all]).toEqual(['of another page', 'a', 'b']);
  expect([...withAll(all, ['a', 'b'], false)]).toEqual(['of another page']);
});
