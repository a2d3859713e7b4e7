import { PageError } from './errors';

/** A connection as the API answers it. */
export interface List<Node> {
  readonly nodes?: readonly Node[];
  readonly edges?: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
  readonly totalCount?: number;
}

export type NodeOf<C> = C extends { readonly nodes: readonly (infer N)[] }
  ? N
  : C extends { readonly edges: readonly { readonly node: infer N }[] }
    ? N
    : never;

export interface Page<Node> {
  readonly nodes: readonly Node[];
  /** Pass it as `after` to continue behind this page later; null if the page is empty. */
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
  readonly totalCount: number | undefined;
}

/**
 * The pages of a list, each read when it is requested.
 * @throws PageError instead of reading the same page forever.
 */
export async function* pagesOf<Node>(
  read: (after: string | undefined) => Promise<List<Node> | null | undefined>,
  after?: string,
): AsyncGenerator<Page<Node>, void, undefined> {
  const seen = new Set(after === undefined ? [] : [after]);
  let cursor = after;
  for (;;) {
    const list = await read(cursor);
    if (!list) return;
    const { hasNextPage, endCursor = null } = list.pageInfo;
    const nodes = list.nodes ?? list.edges?.map(({ node }) => node) ?? [];
    yield { nodes, endCursor, hasNextPage, totalCount: list.totalCount };
    if (!hasNextPage) return;
    if (endCursor === null) throw new PageError('The list goes further, but has no cursor.');
    if (seen.has(endCursor)) throw new PageError('The list answered the same cursor twice.');
    seen.add(endCursor);
    cursor = endCursor;
  }
}
