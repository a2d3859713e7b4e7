import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useData, useViewer } from '../../api/hooks';
import { may } from '../../app/permissions';
import type { SearchOf } from '../../app/search';
import {
  LowStockDocument,
  type ProductFilter,
  ProductListDocument,
  type ProductRowFragment,
  type ProductSort,
} from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { Badge } from '../../ui/badge';
import { type Column, DataTable } from '../../ui/data-table';
import { FilterBar, FilterSelect, SearchBox } from '../../ui/filter-bar';
import { ListBody } from '../../ui/list-body';
import { Money } from '../../ui/money';
import { Page } from '../../ui/page';
import { Pager } from '../../ui/pager';

type ProductSearch = SearchOf<'q' | 'show' | 'sort' | 'after' | 'page'>;

const route = getRouteApi('/products');
const productsPerPage = 25;
const noProducts: readonly ProductRowFragment[] = [];
const idOf = ({ sku }: ProductRowFragment): string => sku;
const sorts: readonly ProductSort[] = ['NAME_ASC', 'PRICE_ASC', 'PRICE_DESC', 'NEWEST'];

function filterOf({ q, show }: ProductSearch): ProductFilter {
  return {
    ...(q ? { search: q } : {}),
    ...(show === 'active' || show === 'inactive' ? { active: show === 'active' } : {}),
    ...(show === 'inStock' ? { inStock: true } : {}),
  };
}

/** The catalogue, or only what has to be reordered. */
function useProducts(search: ProductSearch) {
  const isLow = search.show === 'low';
  const page = { first: productsPerPage, after: search.after ?? null };
  const sort = sorts.find((one) => one === search.sort) ?? null;
  const filter = useMemo(() => filterOf(search), [search]);
  const all = useData(ProductListDocument, { ...page, filter, ...(sort ? { sort } : {}) }, isLow);
  const low = useData(LowStockDocument, page, !isLow);
  return isLow
    ? { ...low, products: low.data?.lowStock }
    : { ...all, products: all.data?.products };
}

function useColumns(): readonly Column<ProductRowFragment>[] {
  const t = useTexts();
  const { number } = useFormats();
  return useMemo(
    () => [
      { id: 'name', header: t.products.name, cell: (product) => <ProductName product={product} /> },
      {
        id: 'state',
        header: t.products.state,
        from: 'sm',
        cell: (product) => <ProductState product={product} />,
      },
      {
        id: 'price',
        header: t.products.price,
        isNumber: true,
        cell: ({ price }) => <Money value={price} />,
      },
      {
        id: 'available',
        header: t.products.available,
        isNumber: true,
        cell: ({ available }) => number(available),
      },
    ],
    [t, number],
  );
}

function ProductName({ product: { sku, name } }: { readonly product: ProductRowFragment }) {
  return (
    <>
      <Link to="/products/$sku" params={{ sku }} data-main className="link font-medium">
        {name}
      </Link>
      <span className="block font-mono text-[0.8125rem] text-soft">{sku}</span>
    </>
  );
}

export function ProductState({ product }: { readonly product: ProductRowFragment }) {
  const t = useTexts();
  if (!product.active) return <Badge tone="neutral">{t.products.inactive}</Badge>;
  if (product.available === 0) return <Badge tone="bad">{t.products.soldOut}</Badge>;
  return <Badge tone="good">{t.products.active}</Badge>;
}

export function ProductsPage() {
  const t = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayReadStock = may(useViewer(), 'allOrders');
  const loaded = useProducts(search);
  const columns = useColumns();
  const change = useCallback(
    (changed: ProductSearch) =>
      navigate({
        search: (before) => ({ ...before, after: undefined, page: undefined, ...changed }),
      }),
    [navigate],
  );
  const find = useCallback((q: string) => change({ q }), [change]);
  const shows = Object.entries(t.products.shows).filter(([show]) => mayReadStock || show !== 'low');
  const isLow = search.show === 'low';
  return (
    <Page title={t.places.products}>
      <FilterBar>
        {!isLow && (
          <SearchBox label={t.products.searchLabel} value={search.q ?? ''} onSearch={find} />
        )}
        <FilterSelect
          label={t.products.show}
          value={search.show ?? ''}
          options={shows}
          onChange={(show) => change({ show })}
        />
        {!isLow && (
          <FilterSelect
            label={t.products.sort}
            value={search.sort ?? ''}
            options={Object.entries(t.products.sorts)}
            onChange={(sort) => change({ sort })}
          />
        )}
      </FilterBar>
      <ListBody
        loaded={loaded}
        count={loaded.products?.nodes.length}
        isFiltered={Boolean(search.q || search.show)}
        empty={{ title: t.products.empty, hint: t.products.emptyHint }}
      >
        <DataTable
          caption={t.places.products}
          columns={columns}
          rows={loaded.products?.nodes ?? noProducts}
          rowId={idOf}
          isLoading={loaded.isLoading && loaded.products === undefined}
        />
        {loaded.products && (
          <Pager
            list={`products ${search.q} ${search.show} ${search.sort}`}
            search={search}
            pageInfo={loaded.products.pageInfo}
          />
        )}
      </ListBody>
    </Page>
  );
}
