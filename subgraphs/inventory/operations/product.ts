import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Ctx,
  Directive,
  FieldResolver,
  ID,
  Info,
  Int,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { Money } from '../../../platform/graphql/money';
import type { InventoryContext } from '../context';
import {
  type ReorderProposal as ReorderProposalRow,
  reorderProposals,
} from '../domain/reorder-proposals';
import { productLoader } from '../loaders';
import { Product } from '../schema/product';
import { ReorderProposal } from '../schema/reorder-proposal';
import { StockLevel } from '../schema/stock-level';
import type { ListedProduct } from '../store/product-list';
import type { ProductRow, ProductSummaryRow } from '../store/products';
import type { StockLevelRow } from '../store/stock-levels';
import { visibleProduct } from '../visibility';

@Resolver()
export class ProductOperation {
  @Query(() => Product, {
    nullable: true,
    description:
      'One product by its SKU. Null if it does not exist, or is inactive and the caller is not staff.',
  })
  async product(
    @Arg('sku', () => ID, { description: 'SKU of the product, in any case.' }) sku: string,
    @Ctx() { loaders, viewer }: InventoryContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ProductSummaryRow | null> {
    return visibleProduct(await productLoader(loaders, info).load(sku), viewer);
  }
}

@Resolver(() => Product)
export class ProductFields {
  @FieldResolver(() => Money, {
    description: 'Net price of one unit from the catalogue, before tax and shipping.',
  })
  price(@Root() product: ProductRow): Money {
    return new Money(product.priceMinor, product.currency);
  }

  @FieldResolver(() => Int, {
    description: 'Units that can be promised now in all warehouses: on hand less reserved.',
  })
  async available(
    @Root() product: ProductRow & Pick<ListedProduct, 'available'>,
    @Ctx() { loaders }: InventoryContext,
  ): Promise<number> {
    return product.available ?? loaders.availableBySku.load(product.sku);
  }

  @FieldResolver(() => [StockLevel], {
    nullable: true,
    description:
      'Stock of each warehouse. Staff, PARTNER and API keys with INVENTORY_READ; FORBIDDEN for others.',
  })
  stock(
    @Root() product: ProductRow,
    @Ctx() { loaders }: InventoryContext,
  ): Promise<readonly StockLevelRow[]> {
    return loaders.stockBySku.load(product.sku);
  }

  @Directive('@requires(fields: "leadTimeDemand { expected high }")')
  @FieldResolver(() => [ReorderProposal], {
    nullable: true,
    description:
      'Reorder points that follow from the expected demand, by warehouse. Null where there is no forecast. Staff only.',
  })
  async reorderProposals(
    @Root() { sku, leadTimeDemand }: Product,
    @Ctx() { loaders }: InventoryContext,
  ): Promise<ReorderProposalRow[] | null> {
    if (!leadTimeDemand) return null;
    const [levels, reserved] = await Promise.all([
      loaders.stockBySku.load(sku),
      loaders.reservedBySku.load(sku),
    ]);
    return reorderProposals(levels, reserved, leadTimeDemand);
  }
}
