/**
 * Lists of products, a page at a time. How `search.ts` finds the rows of a search:
 * 1. Walk (`index-walks.ts`), for one word that begins at most 32 words of the catalogue, or several
 *    such words of more than 1,000 matches: an index of `product_words` in the order of the list is
 *    read, as many entries as the page has rows.
 * 2. Gather (`gathered-matches.ts`), for several words or one that begins more than 32: up to 1,000
 *    matches are read and sorted. More matches of the latter are ranked among the first 1,000; in
 *    another order they are a list without a search, which reads an index of `products` (`pages.ts`).
 * 3. Spelling (`gathered-matches.ts`), where no product has all the words: the products most alike.
 */
import sql from 'sql-template-tag';
import type { Database } from '../../../../platform/database/pool';
import { RowCounts } from '../../../../platform/database/row-count';
import type { PageRequest } from '../../../../platform/graphql/connection';
import { conditionsOf, type ProductQuery } from './conditions';
import { columnsWith, indexedPage, type ProductPage, where } from './pages';
import { searchedPage } from './search';
import type { ProductSorting } from './sorting';

export type { ProductQuery } from './conditions';
export { type ListedProduct, productColumns } from './pages';
export { bySku, type ProductSorting, productSortings } from './sorting';

/** What the statement of a page reads besides the products. */
interface PageExtras {
  readonly available?: boolean;
  readonly total?: boolean;
}

/** The lists are read too often for Prisma. */
export function productLists(pool: Database) {
  const counts = new RowCounts(pool);
  return {
    /**
     * One page by keyset, and one row more where there is a next page.
     */
    async page(
      query: ProductQuery,
      sorting: ProductSorting,
      page: PageRequest,
      extras: PageExtras = {},
    ): Promise<ProductPage> {
      const { available = false, total = false } = extras;
      const lists = { pool, counts, columns: columnsWith(available), isTotalAsked: total };
      const all = conditionsOf(query);
      if (query.search !== null) {
        const search = { text: query.search, active: query.active, conditions: all };
        return searchedPage(lists, search, sorting, page);
      }
      const found = sql`SELECT FROM products p ${where(all)}`;
      // In the order of the narrowest index, which is then read instead of the table.
      const rows = sql`${found} ORDER BY p.active, p.currency, p.sku`;
      return indexedPage(lists, all, sorting, page, { rows, all: found });
    },
  };
}
