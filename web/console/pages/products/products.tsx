import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useViewer } from '../../api/hooks';
import { may } from '../../app/permissions';
import { useFormats, useTexts } from '../../texts/texts';
import { Badge, type Tone } from '../../ui/badge';
import { Id } from '../../ui/cells';
import { type Column, DataTable } from '../../ui/data-table';
import { FilterBar, FilterSelect, SearchBox } from '../../ui/filter-bar';
import { ListBody } from '../../ui/list-body';
import { Money } from '../../ui/money';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Pager } from '../../ui/pager';
import { type ListedProduct, type ProductState, stateOf, withoutStock } from './product-states';
import { isByState } from './state-order';
import { type ProductSearch, useProducts } from './use-products';

const route = getRouteApi('/products');
const noProducts: readonly ListedProduct[] = [];
const idOf = ({ sku }: ListedProduct): string => sku;

function useColumns(): readonly Column<ListedProduct>[] {
  const t = useTexts();
  const { number } = useFormats();
  return useMemo(
    () => [
      { id: 'name', header: t.lists.name, cell: (product) => <ProductName product={product} /> },
      {
        id: 'state',
        header: t.lists.state,
        from: 'sm',
        cell: (product) => <ProductStateBadge product={product} />,
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

function ProductName({ product: { sku, name } }: { readonly product: ListedProduct }) {
  return (
    <>
      <Link
        to="/products/$sku"
        params={{ sku }}
        data-main
        className="link font-medium wrap-anywhere"
      >
        {name}
      </Link>
      <Id>{sku}</Id>
    </>
  );
}

const tones: Readonly<Record<ProductState, Tone>> = {
  active: 'good',
  soldOut: 'bad',
  neverStocked: 'neutral',
  inactive: 'neutral',
};

export function ProductStateBadge({ product }: { readonly product: ListedProduct }) {
  const t = useTexts();
  const state = stateOf(product);
  return <Badge tone={tones[state]}>{t.products[state]}</Badge>;
}

/** Says once for the page what an import has left to do. */
function WithoutStock({ products }: { readonly products: readonly ListedProduct[] }) {
  const t = useTexts();
  const { number } = useFormats();
  const count = withoutStock(products);
  if (count === 0) return null;
  return (
    <Notice tone="plain" title={t.products.withoutStock(number(count))}>
      <p className="text-soft">{t.products.withoutStockHint}</p>
    </Notice>
  );
}

interface ProductFiltersProps {
  readonly search: ProductSearch;
  readonly mayReadStock: boolean;
  readonly onChange: (changed: ProductSearch) => void;
}

function ProductFilters({ search, mayReadStock, onChange }: ProductFiltersProps) {
  const t = useTexts();
  const find = useCallback((q: string) => onChange({ q }), [onChange]);
  const shows = Object.entries(t.products.shows).filter(([show]) => mayReadStock || show !== 'low');
  const isLow = search.show === 'low';
  const { '': bestMatch, ...sorts } = t.products.sorts;
  const usual = search.q ? bestMatch : isByState({ show: search.show }) && t.products.byState;
  const sortOptions = Object.entries(usual ? { '': usual, ...sorts } : sorts);
  return (
    <FilterBar>
      {!isLow && (
        <SearchBox label={t.products.searchLabel} value={search.q ?? ''} onSearch={find} />
      )}
      <FilterSelect
        label={t.products.show}
        value={search.show ?? ''}
        options={shows}
        onChange={(show) => onChange({ show })}
      />
      {!isLow && (
        <FilterSelect
          label={t.products.sort}
          value={search.sort ?? (usual ? '' : 'NAME_ASC')}
          options={sortOptions}
          onChange={(sort) => onChange({ sort })}
        />
      )}
    </FilterBar>
  );
}

export function ProductsPage() {
  const t = useTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mayReadStock = may(useViewer(), 'allOrders');
  const loaded = useProducts(search, mayReadStock);
  const rows = loaded.products?.nodes ?? noProducts;
  const columns = useColumns();
  const change = useCallback(
    (changed: ProductSearch) =>
      navigate({
        search: (before) => ({ ...before, after: undefined, page: undefined, ...changed }),
      }),
    [navigate],
  );
  const isLow = search.show === 'low';
  return (
    <Page title={t.places.products}>
      <ProductFilters search={search} mayReadStock={mayReadStock} onChange={change} />
      <WithoutStock products={rows} />
      <ListBody
        loaded={loaded}
        count={loaded.products?.nodes.length}
        isFiltered={Boolean(search.q || search.show)}
        empty={{
          title: t.products.empty,
          hint: t.products.emptyHint,
          noMatch: isLow ? t.overview.noneLow : t.products.noMatch,
        }}
      >
        <DataTable caption={t.places.products} columns={columns} rows={rows} rowId={idOf} />
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
