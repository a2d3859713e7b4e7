import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Directive, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { InventoryContext } from '../context';
import { productLoader } from '../loaders';
import { OrderLine } from '../schema/order-line-stub';
import { Product } from '../schema/product';
import type { ProductSummaryRow } from '../store/products';
import { visibleProduct } from '../visibility';

@Resolver(() => OrderLine)
export class OrderLineFields {
  /** Resolved here, because orders knows the SKU, and not whether the viewer may see the product. */
  @Directive('@override(from: "orders")')
  @FieldResolver(() => Product, {
    nullable: true,
    description:
      'The product as it is now. Null if it was deleted, or is inactive and the caller is not staff.',
  })
  async product(
    @Root() { sku }: OrderLine,
    @Ctx() { loaders, viewer }: InventoryContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ProductSummaryRow | null> {
    return visibleProduct(await productLoader(loaders, info).load(sku), viewer);
  }
}
