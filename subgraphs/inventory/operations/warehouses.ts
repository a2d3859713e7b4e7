import { Ctx, Query, Resolver } from 'type-graphql';
import type { InventoryContext } from '../context';
import { Warehouse } from '../schema/warehouse';
import type { WarehouseRow } from '../store/warehouses';

@Resolver()
export class WarehousesOperation {
  @Query(() => [Warehouse], {
    nullable: true,
    description:
      'All warehouses, ordered by code. Staff, PARTNER and API keys with INVENTORY_READ.',
  })
  warehouses(@Ctx() { store }: InventoryContext): Promise<WarehouseRow[]> {
    return store.warehouses.all();
  }
}
