import { describe, expect, it } from 'vitest';
import { filterOf, isFiltered, isWholeDay, shownView, sortedRows } from './order-search';

describe('the filter of an address', () => {
  it('has the statuses that the API knows, and leaves others out', () => {
    expect(filterOf({ status: 'CONFIRMED,SHIPPED,LOST' }, true)).toEqual({
      status: ['CONFIRMED', 'SHIPPED'],
    });
  });

  it('includes the last day, because placedTo is exclusive', () => {
    const { placedFrom, placedTo } = filterOf({ from: '2026-11-01', to: '2026-11-01' }, true);
    expect(new Date(placedFrom as string)).toEqual(new Date('2026-11-01T00:00:00'));
    expect(new Date(placedTo as string)).toEqual(new Date('2026-11-02T00:00:00'));
  });

  it.each(['2026-13-41', 'yesterday', ''])('leaves out "%s", which is no day', (from) => {
    expect(filterOf({ from }, true)).toEqual({});
  });

  it('leaves out an end that the API has no date for', () => {
    expect(filterOf({ to: '9999-12-31' }, true)).toEqual({});
  });

  it('searches for staff, and looks numbers up for everybody else', () => {
    expect(filterOf({ q: 'Ada' }, true)).toEqual({ search: 'Ada' });
    expect(filterOf({ q: 'ABCD-1234' }, false)).toEqual({ number: 'ABCD-1234' });
  });
});

it('a year that is being typed is no filter yet', () => {
  const typed = ['0002-11-15', '0020-11-15', '0202-11-15', '2026-11-15', ''];
  expect(typed.filter(isWholeDay)).toEqual(['2026-11-15', '']);
});

it('hidden columns and pages are no filter', () => {
  expect(isFiltered({ hide: 'payment', after: 'x', page: '2' }, true)).toBe(false);
  expect(isFiltered({ attention: 'yes' }, true)).toBe(true);
});

it('rows are sorted by risk where the address asks for it, those without an assessment last', () => {
  const rows = [null, 0.2, 0.9].map((score) => ({ risk: score === null ? null : { score } }));
  expect(sortedRows(rows, {})).toEqual(rows);
  expect(sortedRows(rows, { sort: 'risk' }).map(({ risk }) => risk?.score)).toEqual([
    0.9,
    0.2,
    undefined,
  ]);
});

it('a view is shown however its parameters are written', () => {
  const view = { query: 'sort=risk&q=Ada%20L&status=CONFIRMED%2CSHIPPED&page=2' };
  const search = { q: 'Ada L', status: 'CONFIRMED,SHIPPED', sort: 'risk', after: 'x' };
  expect(shownView([{ query: 'q=Ada' }, view], search)).toBe(view);
  expect(shownView([view], { ...search, sort: undefined })).toBeUndefined();
});
