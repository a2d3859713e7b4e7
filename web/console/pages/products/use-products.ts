import { useMemo, useRef } from 'react';
import { isPrevious, type Kept, keptOf, type Loaded, useData } from '../../api/hooks';
import type { SearchOf } from '../../app/search';
import {
  LowStockDocument,
  type ProductFilter,
  ProductListDocument,
  type ProductSort,
} from '../../generated/documents';
import type { ListedProduct } from './product-states';
import { groupsFrom, isByState, type Part, pageOf, positionOf, roomAfter } from './state-order';

export type ProductSearch = SearchOf<'q' | 'show' | 'sort' | 'after' | 'page'>;

const productsPerPage = 25;
const sorts: readonly ProductSort[] = ['NAME_ASC', 'PRICE_ASC', 'PRICE_DESC', 'NEWEST'];

interface LoadedProducts extends Omit<Loaded<unknown>, 'data'> {
  readonly products: Part<ListedProduct> | null | undefined;
}

function filterOf({ q, show }: ProductSearch): ProductFilter {
  return {
    ...(q ? { search: q } : {}),
    ...(show === 'active' || show === 'inactive' ? { active: show === 'active' } : {}),
    ...(show === 'inStock' ? { inStock: true } : {}),
  };
}

/** A list in an order of the API. */
function useSorted(search: ProductSearch, withStock: boolean, pause: boolean): LoadedProducts {
  const chosen = sorts.find((one) => one === search.sort);
  const filter = useMemo(() => filterOf(search), [search]);
  const page = { first: productsPerPage, after: search.after ?? null };
  // A search has its best matches first.
  const sort = chosen ?? (search.q ? 'RELEVANCE' : 'NAME_ASC');
  const { data, ...loaded } = useData(
    ProductListDocument,
    { ...page, filter, sort, withStock },
    pause,
  );
  return { ...loaded, products: data?.products };
}

interface PartRequest {
  /** Undefined if there is no such list. */
  readonly filter: ProductFilter | undefined;
  readonly after: string | null;
  readonly first: number;
  readonly withStock: boolean;
}

/** @param pause until it is known that the list is needed, and how many of its rows. */
function usePart(request: PartRequest, pause: boolean) {
  const variables = { ...request, filter: request.filter ?? null, sort: 'NAME_ASC' as const };
  const isPaused = pause || request.filter === undefined;
  const { data, ...loaded } = useData(ProductListDocument, variables, isPaused);
  const isRead = !isPaused && !loaded.isLoading;
  return { ...loaded, isPaused, products: (isRead && data?.products) || null };
}

type LoadedPart = ReturnType<typeof usePart>;

/** The request of the list that follows some, of which all are read. */
function following(
  filter: ProductFilter | undefined,
  before: readonly LoadedPart[],
  withStock: boolean,
): [PartRequest, boolean] {
  const parts = before.flatMap(({ products }) => products ?? []);
  const first = Math.max(1, roomAfter(parts, productsPerPage));
  const isNext = parts.length === before.length && !parts.at(-1)?.pageInfo.hasNextPage;
  return [{ filter, after: null, first, withStock }, !isNext];
}

/** The whole list by state, and by name within each: lists that follow each other. */
function useByState(search: ProductSearch, withStock: boolean, pause: boolean): LoadedProducts {
  const position = positionOf(search.after);
  const groups = groupsFrom(search.show, position);
  const start = { filter: groups[0], after: position.after, first: productsPerPage, withStock };
  const one = usePart(start, pause);
  const two = usePart(...following(groups[1], [one], withStock));
  const three = usePart(...following(groups[2], [one, two], withStock));
  const needed = [one, two, three].filter(({ isPaused }) => !isPaused);
  const isLoading = needed.some((each) => each.isLoading);
  // The previous page stays until the last list is there.
  const latest = useRef<Kept<Part<ListedProduct>>>(undefined);
  const parts = needed.flatMap(({ products }) => products ?? []);
  const key = `${search.show} ${search.after}`;
  const isAnswered = !pause && !isLoading && (parts.length > 0 || groups.length === 0);
  latest.current = keptOf(latest.current, {
    fetching: pause || isLoading,
    data: isAnswered ? pageOf(parts, position, productsPerPage) : undefined,
    operation: { key },
  });
  const reload = () => {
    for (const each of needed) each.reload();
  };
  const errors = needed.flatMap((each) => each.errors);
  return {
    isLoading,
    isPrevious: isPrevious(latest.current, key),
    errors,
    reload,
    products: latest.current?.data,
  };
}

/** The products that need to be reordered. */
function useLow({ after }: ProductSearch, pause: boolean): LoadedProducts {
  const page = { first: productsPerPage, after: after ?? null };
  const { data, ...loaded } = useData(LowStockDocument, page, pause);
  return { ...loaded, products: data?.lowStock };
}

/** The catalogue, or only what has to be reordered. */
export function useProducts(search: ProductSearch, withStock: boolean): LoadedProducts {
  const order = search.show === 'low' ? 'low' : isByState(search) ? 'state' : 'sorted';
  const low = useLow(search, order !== 'low');
  const byState = useByState(search, withStock, order !== 'state');
  const sorted = useSorted(search, withStock, order !== 'sorted');
  return { low, state: byState, sorted }[order];
}
