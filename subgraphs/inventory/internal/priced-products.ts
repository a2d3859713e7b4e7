import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { badUserInput } from '../../../platform/graphql/errors';
import type { InventoryContext } from '../context';
import { isSku } from '../domain/sku';
import { PricedProduct } from '../schema/priced-product';

const skusMax = 1_000;

@Resolver()
export class PricedProductsOperation {
  @Query(() => [PricedProduct], {
    description: 'Active products by SKU; unknown and inactive ones are left out.',
  })
  async pricedProducts(
    @Arg('skus', () => [ID]) skus: string[],
    @Ctx() { store }: InventoryContext,
  ): Promise<PricedProduct[]> {
    if (skus.length > skusMax) throw badUserInput(`\`skus\` takes at most ${skusMax}.`);
    const rows = await store.products.priced(skus.filter(isSku));
    return rows.map((row) => ({ ...row, priceMinor: row.priceMinor.toString() }));
  }
}
