import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { checkedFirst } from '../../../platform/graphql/connection';
import { badUserInput } from '../../../platform/graphql/errors';
import type { InventoryContext } from '../context';
import { isSku } from '../domain/sku';
import { StockFactsPageType } from '../schema/stock-facts';
import type { StockFactsPage } from '../store/integrity';

const productsMax = 500;

/** Read by `npm run verify`, in pages by key, so that no response grows with the shop. */
@Resolver()
export class StockFactsOperation {
  @Query(() => StockFactsPageType, { description: 'The stock of the next products by SKU.' })
  stockFacts(
    @Arg('after', () => ID, { nullable: true }) after: string | null = null,
    @Arg('first', () => Int) first: number,
    @Ctx() { store }: InventoryContext,
  ): Promise<StockFactsPage> {
    if (after !== null && !isSku(after)) throw badUserInput('`after` takes a SKU.');
    return store.integrity.stock(after, checkedFirst(first, productsMax));
  }
}
