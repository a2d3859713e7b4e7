import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { InventoryContext } from '../context';
import { Allocation } from '../schema/allocation';
import { Order } from '../schema/order-stub';
import { Warehouse } from '../schema/warehouse';
import type { AllocationRow } from '../store/reservations';
import type { WarehouseRow } from '../store/warehouses';
import { seesStaffData } from '../visibility';

@Resolver(() => Order)
export class OrderFields {
  @FieldResolver(() => [Allocation], {
    nullable: true,
    description:
      'Units reserved for the order in each warehouse, shipped ones left out. Staff only; null for others.',
  })
  allocations(
    @Root() { id }: Order,
    @Ctx() { loaders, viewer }: InventoryContext,
  ): Promise<readonly AllocationRow[]> | null {
    return seesStaffData(viewer) ? loaders.allocationsByOrder.load(id) : null;
  }
}

@Resolver(() => Allocation)
export class AllocationFields {
  @FieldResolver(() => Warehouse, { description: 'The warehouse that holds the units.' })
  warehouse(
    @Root() allocation: AllocationRow,
    @Ctx() { loaders }: InventoryContext,
  ): Promise<WarehouseRow | null> {
    return loaders.warehouseByCode.load(allocation.warehouse);
  }
}
