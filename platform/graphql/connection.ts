import 'reflect-metadata';
import { Directive, Field } from 'type-graphql';
import type { RowCount } from '../database/row-count';
import { isUuid } from '../values/uuid';
import { badUserInput } from './errors';
import { PlainType } from './plain-type';

/**
 * Keyset pagination: a cursor contains the sort keys of its row.
 * @exceeded BAD_USER_INPUT
 * @test contract/composed-schema.test.ts
 */
export const pageSizeMax = 100;
export const pageSizeDefault = 20;

@PlainType('The position of a page within its list.')
@Directive('@shareable')
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more items follow this page.' })
  hasNextPage: boolean;

  @Field(() => Boolean, {
    description: 'Whether `after` was given, so that items may precede this page.',
  })
  hasPreviousPage: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the first item on this page; null if the page is empty.',
  })
  startCursor: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Cursor of the last item on this page, the `after` of the next one. Null if the page is empty.',
  })
  endCursor: string | null;
}

/** Validated arguments of a list; `after` are the sort keys of the row before the page. */
export interface PageRequest {
  readonly first: number;
  readonly after: readonly string[] | null;
}

export interface Edge<Row> {
  readonly cursor: string;
  readonly node: Row;
}

export interface Page<Row> {
  readonly edges: Edge<Row>[];
  readonly nodes: Row[];
  readonly pageInfo: PageInfo;
}

/** `sorting` names the sort order, so that a cursor of another order is rejected. */
export function encodeCursor(sorting: string, keys: readonly string[]): string {
  return Buffer.from(JSON.stringify([sorting, ...keys])).toString('base64url');
}

/**
 * A cursor.
 * @exceeded BAD_USER_INPUT
 */
const cursorCharactersMax = 1_000;

/** The form of a sort key in a cursor; forged ones must not reach the database. */
type CursorKey = (key: string) => boolean;

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** JavaScript writes years beyond 9999 with a sign and has a year 0; PostgreSQL accepts neither. */
function isInstant(text: string): boolean {
  if (!instant.test(text) || text.startsWith('0000')) return false;
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString() === text;
}

/** Sort keys that several lists use; `matching` is for the others. */
export const cursorKey = {
  instant: isInstant,
  uuid: isUuid,
  matching:
    (pattern: RegExp): CursorKey =>
    (key) =>
      pattern.test(key),
};

function decodeCursor(sorting: string, kinds: readonly CursorKey[], cursor: string): string[] {
  const refused = badUserInput('`after` is not a cursor of this list.', 'after');
  if (cursor.length > cursorCharactersMax) throw refused;
  let decoded: unknown;
  try {
    decoded = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw refused;
  }
  if (!Array.isArray(decoded) || decoded.length !== kinds.length + 1) throw refused;
  const [cursorSorting, ...keys] = decoded as unknown[];
  const isKey = (key: unknown, index: number) => typeof key === 'string' && kinds[index]?.(key);
  if (cursorSorting !== sorting || !keys.every(isKey)) throw refused;
  return keys as string[];
}

/** @throws BAD_USER_INPUT if `first` is outside 1 to `max`. */
export function checkedFirst(first: number, max: number): number {
  if (first < 1 || first > max) throw badUserInput(`\`first\` takes 1 to ${max}.`, 'first');
  return first;
}

/**
 * Checks `first` and `after` of a list.
 * @param kinds the sort keys in a cursor of this list.
 * @throws BAD_USER_INPUT if `first` is outside 1 to 100, or the cursor is not one of this list.
 */
export function pageRequest(
  first: number | null,
  after: string | null,
  sorting: string,
  kinds: readonly CursorKey[],
): PageRequest {
  if (first === null) return pageRequest(pageSizeDefault, after, sorting, kinds);
  checkedFirst(first, pageSizeMax);
  return { first, after: after === null ? null : decodeCursor(sorting, kinds, after) };
}

/**
 * Makes a page of rows read with the limit `first + 1`: the extra row shows that there is a next
 * page, without a count.
 */
export function pageOf<Row>(
  rows: readonly Row[],
  request: PageRequest,
  sorting: string,
  keysOf: (row: Row) => readonly string[],
): Page<Row> {
  const nodes = rows.slice(0, request.first);
  const edges = nodes.map((node) => ({ node, cursor: encodeCursor(sorting, keysOf(node)) }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: rows.length > request.first,
      hasPreviousPage: request.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** The totals of a list: counted once, and only when a client asks for one of them. */
export interface ListTotals {
  readonly totalCount: () => Promise<number>;
  readonly totalCountExact: () => Promise<boolean>;
}

export function totalsOf(count: () => Promise<RowCount>): ListTotals {
  let counted: Promise<RowCount> | null = null;
  const countOnce = () => {
    counted ??= count();
    return counted;
  };
  return {
    totalCount: async () => (await countOnce()).count,
    totalCountExact: async () => (await countOnce()).exact,
  };
}
