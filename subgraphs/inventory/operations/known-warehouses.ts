import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { InventoryContext } from '../context';
import { isWarehouseCode } from '../domain/warehouse';

@Resolver()
export class KnownWarehousesOperation {
  @Query(() => [ID], { description: 'The given codes that belong to a warehouse.' })
  async knownWarehouses(
    @Arg('codes', () => [ID]) codes: string[],
    @Ctx() { store }: InventoryContext,
  ): Promise<string[]> {
    const found = await store.warehouses.byCode(codes.filter(isWarehouseCode));
    return found.map(({ code }) => code);
  }
}
