import { describe, expect, test } from 'vitest';
import { groupsFrom, isByState, type Part, pageOf, positionOf, roomAfter } from './state-order';

const rows = 3;

/** Reads a page of lists as the console does: the next one only when the last one has ended. */
function read(lists: readonly string[], cursor?: string) {
  const position = positionOf(cursor);
  const parts: Part<string>[] = [];
  for (const [place, list] of lists.slice(position.group).entries()) {
    if (place > 0 && parts.at(-1)?.pageInfo.hasNextPage) break;
    const first = Math.max(1, roomAfter(parts, rows));
    const start = place === 0 ? Number(position.after ?? 0) : 0;
    const nodes = [...list.slice(start, start + first)];
    const hasNextPage = list.length > start + first;
    parts.push({ nodes, pageInfo: { hasNextPage, endCursor: String(start + nodes.length) } });
  }
  return pageOf(parts, position, rows);
}

/** All pages of lists, by their cursors. */
function readAll(lists: readonly string[]): string[] {
  const pages: string[] = [];
  let cursor: string | undefined;
  do {
    const { nodes, pageInfo } = read(lists, cursor);
    pages.push(nodes.join(''));
    cursor = pageInfo.endCursor ?? undefined;
    expect(cursor !== undefined).toBe(pageInfo.hasNextPage);
  } while (cursor !== undefined && pages.length < 20);
  return pages;
}

describe('pages of lists that follow each other', () => {
  test.each([
    [['', '', ''], ['']],
    [
      ['abcd', 'klm', 'xy'],
      ['abc', 'dkl', 'mxy'],
    ],
    [
      ['abc', 'k', 'x'],
      ['abc', 'kx'],
    ],
    [['abc', '', ''], ['abc']],
    [
      ['abc', '', 'x'],
      ['abc', 'x'],
    ],
    [
      ['a', 'k', 'xyz'],
      ['akx', 'yz'],
    ],
    [
      ['', '', 'wxyz'],
      ['wxy', 'z'],
    ],
  ])('of %j are %j', (lists, pages) => {
    expect(readAll(lists)).toEqual(pages);
  });
});

test('products are by state while nothing else is chosen', () => {
  expect([{}, { show: 'active' }].map(isByState)).toEqual([true, true]);
  const others = [{ q: 'lamp' }, { sort: 'NEWEST' }, { show: 'inStock' }, { show: 'low' }];
  expect(others.map(isByState)).toEqual([false, false, false, false]);
});

test('a cursor of an address that names no list starts at the first, or finds nothing', () => {
  expect(positionOf('abc')).toEqual({ group: 0, after: null });
  expect(groupsFrom('', positionOf('7:abc'))).toEqual([]);
  expect(groupsFrom('constructor', positionOf(undefined))).toEqual([]);
  expect(groupsFrom('', positionOf('2:abc'))).toEqual([{ active: false }]);
});
