import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { InventoryContext } from '../context';
import { isWarehouseCode } from '../domain/warehouse';

@Resolver()
export class KnownWarehousesOperation {
  @Query(() => [ID], { description: 'Those of the codes that stand for a warehouse.' })
  async knownWarehouses(
    @Arg('codes', () => [ID]) codes: string[],
    @Ctx() { store }: InventoryContext,
  ): Promise<string[]> {
    const found = await store.warehouses.byCode(codes.filter(isWarehouseCode));
    return found.map(({ code }) => code);
  }
}
