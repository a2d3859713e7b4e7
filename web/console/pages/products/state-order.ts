import type { ProductFilter } from '../../generated/documents';

/**
 * Lists that follow each other, each sorted by name. The API sorts by no state, but filters by
 * what makes one.
 */
const groupsOfShow: ReadonlyMap<string, readonly ProductFilter[]> = new Map([
  ['', [{ active: true, inStock: true }, { active: true, inStock: false }, { active: false }]],
  [
    'active',
    [
      { active: true, inStock: true },
      { active: true, inStock: false },
    ],
  ],
]);

/** What a page shows is sorted by, while the viewer has chosen nothing else. */
export const isByState = (search: {
  readonly q?: string;
  readonly show?: string;
  readonly sort?: string;
}): boolean => !search.q && !search.sort && groupsOfShow.has(search.show ?? '');

/** A place in the lists: behind the cursor `after` of one of them. */
interface Position {
  readonly group: number;
  readonly after: string | null;
}

/** @param cursor the number of a list and the cursor in it; an address may have anything. */
export function positionOf(cursor: string | undefined): Position {
  const [, group = '0', after = ''] = /^(\d):(.*)$/.exec(cursor ?? '') ?? [];
  return { group: Number(group), after: after || null };
}

/** The lists from a position on. */
export const groupsFrom = (show: string | undefined, { group }: Position) =>
  (groupsOfShow.get(show ?? '') ?? []).slice(group);

/** The first rows of a list that a page may show. */
export interface Part<Row> {
  readonly nodes: readonly Row[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** The rows that lists have left for the next one. */
export const roomAfter = (parts: readonly Part<unknown>[], rows: number): number =>
  parts.reduce((room, { nodes }) => room - nodes.length, rows);

/**
 * One page of the lists.
 * @param parts what each list has, from the position on; all but the last are read to their end.
 */
export function pageOf<Row>(parts: readonly Part<Row>[], { group }: Position, rows: number) {
  const nodes: Row[] = [];
  for (const [place, part] of parts.entries()) {
    // A list that found no room was read to see whether it has rows.
    if (nodes.length >= rows) {
      if (part.nodes.length === 0) continue;
      return { nodes, pageInfo: { hasNextPage: true, endCursor: `${group + place}:` } };
    }
    nodes.push(...part.nodes);
    if (part.pageInfo.hasNextPage) {
      const endCursor = `${group + place}:${part.pageInfo.endCursor}`;
      return { nodes, pageInfo: { hasNextPage: true, endCursor } };
    }
  }
  return { nodes, pageInfo: { hasNextPage: false, endCursor: null } };
}
