import type { ProductFilter, ProductSort, TypedDocument } from '@orderprocessing/client';
import type { Money } from './shop';

export interface Item {
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  readonly available: number;
  /** The price without tax. */
  readonly price: Money;
  /** The price with the tax of the country; null if nothing is delivered there. */
  readonly grossPrice: Money | null;
}

interface List {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly nodes: readonly Item[];
}

interface ListVariables {
  readonly country: string;
  readonly first: number;
  readonly after: string | null;
  readonly filter: ProductFilter;
  readonly sort: ProductSort;
}

const fields = `sku name description available
  price { amount currency }
  grossPrice(country: $country) { amount currency }`;

/** A shop writes its own operations where those of the client package have no field for it. */
export const ShopProducts = `query ShopProducts(
  $country: CountryCode!, $first: Int, $after: String, $filter: ProductFilter, $sort: ProductSort
) {
  products(first: $first, after: $after, filter: $filter, sort: $sort) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { ${fields} }
  }
}` as TypedDocument<{ readonly products: List | null }, ListVariables>;

export const ShopProduct = `query ShopProduct($country: CountryCode!, $sku: ID!) {
  product(sku: $sku) { ${fields} }
}` as TypedDocument<
  { readonly product: Item | null },
  { readonly country: string; readonly sku: string }
>;
