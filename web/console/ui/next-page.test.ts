import { expect, it } from 'vitest';
import { nextPage, pageNumber } from './next-page';

const first = { hasNextPage: true, endCursor: 'c1' };
const second = { hasNextPage: true, endCursor: 'c2' };

it('the next page begins where this one ends', () => {
  expect(nextPage({}, first)).toEqual({ after: 'c1', page: '2' });
  expect(nextPage({ after: 'c1', page: '2' }, second)).toEqual({ after: 'c2', page: '3' });
});

it('a second click while the next page loads does not skip one', () => {
  const once = nextPage({}, first);
  expect(nextPage(once, first)).toEqual(once);
});

it('the rows decide which page is the first, and not the number in the address', () => {
  expect([pageNumber({}), pageNumber({ page: '3' })]).toEqual([1, 1]);
  expect(pageNumber({ after: 'c2', page: '3' })).toBe(3);
  expect([pageNumber({ after: 'c1' }), pageNumber({ after: 'c1', page: '1' })]).toEqual([2, 2]);
});
