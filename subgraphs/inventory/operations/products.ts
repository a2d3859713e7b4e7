import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Int, Query, Resolver } from 'type-graphql';
import { demand } from '../../../access/rules';
import { afterArgument, firstArgument } from '../../../platform/graphql/connection-types';
import { badUserInput } from '../../../platform/graphql/errors';
import type { Viewer } from '../../../platform/requests/viewer';
import { minorFromDecimal } from '../../../platform/values/money';
import type { InventoryContext } from '../context';
import { composed, priceMinorMax } from '../domain/product';
import { isSku } from '../domain/sku';
import { ProductSort } from '../schema/product';
import { type ListedProducts, ProductConnection } from '../schema/product-connection';
import { ProductFilter } from '../schema/product-filter.input';
import { type ProductQuery, productSortings } from '../store/product-list';
import { seesStaffData } from '../visibility';
import { listProducts } from '../workflows/list-products';

const skusMax = 250;
const searchCharactersMax = 200;

@Resolver()
export class ProductsOperation {
  @Query(() => ProductConnection, {
    nullable: true,
    description: 'The products of the catalogue. Only staff see inactive ones.',
  })
  async products(
    @Arg('first', () => Int, firstArgument())
    first: number | null,
    @Arg('after', () => String, afterArgument) after: string | null = null,
    @Arg('filter', () => ProductFilter, {
      nullable: true,
      description: 'Conditions that the products meet. Null lists all products.',
    })
    filter: ProductFilter | null = null,
    @Arg('sort', () => ProductSort, {
      nullable: true,
      defaultValue: ProductSort.RELEVANCE,
      description: 'Order of the list. Null means RELEVANCE.',
    })
    sort: ProductSort | null,
    @Ctx() { store, viewer }: InventoryContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ListedProducts> {
    const query = productQuery(filter ?? {}, viewer);
    const order = productSortings(query.search)[sort ?? ProductSort.RELEVANCE];
    return listProducts(store, query, order, { first, after }, info);
  }
}

function productQuery(filter: ProductFilter, viewer: Viewer): ProductQuery {
  const { currency = null, skus = null } = filter;
  const written = filter.search ?? '';
  if (written.length > searchCharactersMax) {
    throw badUserInput(
      `\`filter.search\` takes at most ${searchCharactersMax} characters.`,
      'filter',
      'search',
    );
  }
  const search =
    composed(written)
      .replace(/\p{Cc}/gu, ' ')
      .trim() || null;
  if (skus !== null && skus.length > skusMax) {
    throw badUserInput(`\`filter.skus\` takes at most ${skusMax}.`, 'filter', 'skus');
  }
  const staff = seesStaffData(viewer);
  if (filter.active === false) demand(seesStaffData, viewer);
  return {
    search,
    skus: skus?.filter(isSku) ?? null,
    active: staff ? (filter.active ?? null) : true,
    inStock: filter.inStock ?? null,
    low: false,
    currency,
    priceMin: bound('priceMin', filter.priceMin, currency),
    priceMax: bound('priceMax', filter.priceMax, currency),
  };
}

function bound(name: string, decimal: string | null | undefined, currency: string | null) {
  if (decimal == null) return null;
  if (currency === null)
    throw badUserInput(`\`filter.${name}\` needs \`filter.currency\`.`, 'filter', name);
  const minor = minorFromDecimal(decimal, currency);
  if (minor === null)
    throw badUserInput(
      `\`filter.${name}\` has more decimals than ${currency} allows.`,
      'filter',
      name,
    );
  // No price lies outside, and far numbers do not fit into the column.
  if (minor < 0n) return -1n;
  return minor > priceMinorMax ? priceMinorMax + 1n : minor;
}
