import { Field, Int, ObjectType } from 'type-graphql';
import { type Page, PageInfo, pageOf, pageRequest } from '../../../platform/graphql/connection';
import { badUserInput } from '../../../platform/graphql/errors';
import type { InventoryStore } from '../store';
import type { ProductQuery } from '../store/product-lists';
import type { ProductOrder } from '../store/product-orders';
import type { ListedProduct, ProductCount } from '../store/product-pages';
import { Product } from './product';

@ObjectType({ simpleResolvers: true })
export class ProductEdge {
  @Field(() => String)
  cursor: string;

  @Field(() => Product)
  node: Product;
}

/** The totals are thunks: they are counted only when a client asks for them. */
@ObjectType({ simpleResolvers: true })
export class ProductConnection {
  @Field(() => [ProductEdge])
  edges: ProductEdge[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;

  @Field(() => Int, { description: 'Of all pages; an estimate where totalCountExact is false.' })
  totalCount: () => Promise<number>;

  @Field(() => Boolean)
  totalCountExact: () => Promise<boolean>;
}

/** The totals are counted only when a client asks for them. */
export interface ListedProducts extends Page<ListedProduct> {
  totalCount(): Promise<number>;
  totalCountExact(): Promise<boolean>;
}

/**
 * One page of products.
 * @throws BAD_USER_INPUT on a `first` out of bounds or a cursor that this list never gave out.
 */
export async function listProducts(
  store: InventoryStore,
  query: ProductQuery,
  order: ProductOrder,
  first: number | null,
  after: string | null,
): Promise<ListedProducts> {
  const page = pageRequest(first, after, order.name, 2);
  const [key = '', sku = ''] = page.after ?? [];
  if (page.after && (!order.keyPattern.test(key) || sku.includes('\0'))) {
    throw badUserInput('`after` is not a cursor of this list.');
  }
  const { rows, count } = await store.products.page(query, order, page);
  let counted: Promise<ProductCount> | null = null;
  const countOnce = () => {
    counted ??= count();
    return counted;
  };
  return {
    ...pageOf(rows, page, order.name, (row) => [row.sortKey, row.sku]),
    totalCount: async () => (await countOnce()).count,
    totalCountExact: async () => (await countOnce()).exact,
  };
}
