import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { InventoryContext } from '../context';
import { isWarehouseCode } from '../domain/warehouse';

/** Warehouses that take goods which come back; a closed one does not. */
@Resolver()
export class KnownWarehousesOperation {
  @Query(() => [ID], {
    description: 'The codes of the given warehouses that are active, as they are stored.',
  })
  async knownWarehouses(
    @Arg('codes', () => [ID]) codes: string[],
    @Ctx() { store }: InventoryContext,
  ): Promise<string[]> {
    const found = await store.warehouses.byCode(codes.filter(isWarehouseCode));
    return found.filter(({ active }) => active).map(({ code }) => code);
  }
}
