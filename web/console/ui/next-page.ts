/** The search parameters of a list's pages. */
export interface PageSearch {
  readonly after?: string;
  readonly page?: string;
}

export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

export const pageNumber = ({ page }: PageSearch): number => Math.max(1, Number(page ?? 1) || 1);

/**
 * The address of the next page. While the page of an address loads, the list still shows the one
 * before it, which ends where this one begins: its next page is the one that loads.
 */
export function nextPage(search: PageSearch, { endCursor }: PageInfo): PageSearch {
  const after = endCursor ?? undefined;
  if (after === search.after) return search;
  return { after, page: String(pageNumber(search) + 1) };
}
