import type { GraphQLResolveInfo } from 'graphql';
import { cursorKey, pageOf, pageRequest, totalsOf } from '../../../platform/graphql/connection';
import { isSelected } from '../../../platform/graphql/is-selected';
import { isSku } from '../domain/sku';
import type { ListedProducts } from '../schema/product-connection';
import type { InventoryStore } from '../store';
import type { ProductQuery, ProductSorting } from '../store/product-list';

interface PageArguments {
  readonly first: number | null;
  readonly after: string | null;
}

/**
 * One page of products, with descriptions, available units and the total if they are selected.
 * @throws BAD_USER_INPUT on a `first` out of range or a forged cursor.
 */
export async function listProducts(
  store: InventoryStore,
  query: ProductQuery,
  sorting: ProductSorting,
  { first, after }: PageArguments,
  info: GraphQLResolveInfo,
): Promise<ListedProducts> {
  const page = pageRequest(first, after, sorting.name, [
    cursorKey.matching(sorting.keyPattern),
    isSku,
  ]);
  const isProductSelected = (field: string) =>
    isSelected(info, ['edges', 'node', field]) || isSelected(info, ['nodes', field]);
  const { rows, count } = await store.products.page(query, sorting, page, {
    description: isProductSelected('description'),
    available: isProductSelected('available'),
    total: isSelected(info, ['totalCount']) || isSelected(info, ['totalCountExact']),
  });
  return {
    ...pageOf(rows, page, sorting.name, (row) => [row.sortKey, row.sku]),
    ...totalsOf(count),
  };
}
