import { expect, it } from 'vitest';
import { nextPage } from './next-page';

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
