/**
 * Pages of products. `search.ts` finds the rows of a search in one of three ways:
 * 1. Walk (`index-walks.ts`), for one word that is a prefix of at most 32 words of the catalogue,
 *    or several such words with more than 1,000 matches: reads an index of `product_words` in sort
 *    order, as many entries as the page has rows.
 * 2. Gather (`gathered-matches.ts`), for several words or a prefix of more than 32 words: reads and
 *    sorts up to 1,000 matches. If a prefix has more, an index of `products` in the sort order is
 *    read as without a search (`pages.ts`); relevance walks the whole words first.
 * 3. Spelling (`gathered-matches.ts`), if no product has all words: the most similar products.
 */
import sql from 'sql-template-tag';
import type { ReplicaReads } from '../../../../platform/database/replicas';
import { RowCounts } from '../../../../platform/database/row-count';
import type { PageRequest } from '../../../../platform/graphql/connection';
import { availableLagMsMax } from '../available';
import { conditionsOf, type ProductQuery } from './conditions';
import { columnsWith, indexedPage, type ProductExtras, type ProductPage, where } from './pages';
import { searchedPage } from './search';
import type { ProductSorting } from './sorting';

export type { ProductQuery } from './conditions';
export { type ListedProduct, productColumns, summaryColumns } from './pages';
export { bySku, type ProductSorting, productSortings } from './sorting';

/** What the statement of a page returns in addition to the summaries of products. */
interface PageExtras extends ProductExtras {
  readonly total?: boolean;
}

const dependsOnStock = ({ inStock, low }: ProductQuery, { available }: PageExtras): boolean =>
  inStock !== null || low || available === true;

/** SQL instead of Prisma, because lists are a hot path. */
export function productLists(replicaReads: ReplicaReads) {
  const recent = replicaReads.within(availableLagMsMax);
  const lists = { database: replicaReads, counts: new RowCounts(replicaReads) };
  const listsWithStock = { database: recent, counts: new RowCounts(recent) };
  return {
    /**
     * One page by keyset pagination, with one more row if there is a next page.
     */
    async page(
      query: ProductQuery,
      sorting: ProductSorting,
      page: PageRequest,
      extras: PageExtras = {},
    ): Promise<ProductPage> {
      const { total: isTotalSelected = false } = extras;
      const { database, counts } = dependsOnStock(query, extras) ? listsWithStock : lists;
      const context = { database, counts, columns: columnsWith(extras), isTotalSelected };
      const all = conditionsOf(query);
      if (query.search !== null) {
        const search = { text: query.search, active: query.active, conditions: all };
        return searchedPage(context, search, sorting, page);
      }
      const found = sql`SELECT FROM products p ${where(all)}`;
      // Sorting like the narrowest index makes PostgreSQL count in it instead of in the table.
      const rows = sql`${found} ORDER BY p.active, p.currency, p.sku`;
      return indexedPage(context, all, sorting, page, { rows, all: found });
    },
  };
}
