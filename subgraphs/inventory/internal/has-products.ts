import { Ctx, Query, Resolver } from 'type-graphql';
import type { InventoryContext } from '../context';

@Resolver()
export class HasProductsOperation {
  @Query(() => Boolean, { description: 'Whether there is any product, active or not.' })
  hasProducts(@Ctx() { store }: InventoryContext): Promise<boolean> {
    return store.products.any();
  }
}
