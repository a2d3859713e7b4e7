import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Int, Query, Resolver } from 'type-graphql';
import { afterArgument, firstArgument } from '../../../platform/graphql/connection-types';
import type { InventoryContext } from '../context';
import { type ListedProducts, ProductConnection } from '../schema/product-connection';
import { bySku } from '../store/product-list';
import { listProducts } from '../workflows/list-products';

const lowStockDefault = 50;

@Resolver()
export class LowStockOperation {
  @Query(() => ProductConnection, {
    nullable: true,
    description:
      'Active products whose available units in some warehouse are at or below its reorder point, by SKU. Staff only.',
  })
  lowStock(
    @Arg('first', () => Int, firstArgument(lowStockDefault))
    first: number | null,
    @Arg('after', () => String, afterArgument) after: string | null = null,
    @Ctx() { store }: InventoryContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ListedProducts> {
    const query = {
      search: null,
      skus: null,
      active: true,
      inStock: null,
      low: true,
      currency: null,
      priceMin: null,
      priceMax: null,
    };
    return listProducts(store, query, bySku, { first: first ?? lowStockDefault, after }, info);
  }
}
