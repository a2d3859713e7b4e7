import { expect, it } from 'vitest';
import { isNameIn, parseSearch, searchOf, stringifySearch } from './search';

it('an address keeps the values of a filter, commas readable', () => {
  const search = { status: 'CONFIRMED,SHIPPED', q: 'Ada & Co', after: undefined, page: '' };
  expect(stringifySearch(search)).toBe('?status=CONFIRMED,SHIPPED&q=Ada+%26+Co');
  expect(parseSearch('?status=CONFIRMED,SHIPPED&q=Ada+%26+Co')).toEqual({
    status: 'CONFIRMED,SHIPPED',
    q: 'Ada & Co',
  });
});

it('without values there is no question mark', () => {
  expect(stringifySearch({ q: undefined })).toBe('');
});

it('parameters that the page does not know, or that are no text, are left out', () => {
  expect(searchOf('q', 'page')({ q: 'lamp', page: 2, other: 'x' })).toEqual({ q: 'lamp' });
});

it('a parameter names only what a list has of its own', () => {
  const states = { FAILED: 'bad', '': 'all' };
  const given = ['FAILED', '', 'LOST', 'constructor', 'toString', undefined];
  expect(given.filter((text) => isNameIn(text, states))).toEqual(['FAILED', '']);
});
