/** The search parameters of a list's pages. */
export interface PageSearch {
  readonly after?: string;
  readonly page?: string;
}

export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

/** A page without a cursor is the first one, and no other page is, whatever the address says. */
export const pageNumber = ({ after, page }: PageSearch): number =>
  after === undefined ? 1 : Math.max(2, Number(page) || 2);

/**
 * The address of the next page. While the page of an address loads, the list still shows the one
 * before it, which ends where this one begins: its next page is the one that loads.
 */
export function nextPage(search: PageSearch, { endCursor }: PageInfo): PageSearch {
  const after = endCursor ?? undefined;
  if (after === search.after) return search;
  return { after, page: String(pageNumber(search) + 1) };
}
