import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { InventoryContext } from '../context';
import { StockLevel } from '../schema/stock-level';
import { Warehouse } from '../schema/warehouse';
import type { StockLevelRow } from '../store/stock-levels';
import type { WarehouseRow } from '../store/warehouses';

@Resolver(() => StockLevel)
export class StockLevelFields {
  @FieldResolver(() => Warehouse, { description: 'The warehouse that has this stock.' })
  warehouse(
    @Root() level: StockLevelRow,
    @Ctx() { loaders }: InventoryContext,
  ): Promise<WarehouseRow | null> {
    return loaders.warehouseByCode.load(level.warehouse);
  }

  @FieldResolver(() => Int, {
    description:
      'Units that can be promised now: `onHand` less `reserved`, or 0 in a closed warehouse.',
  })
  available(@Root() { onHand, reserved, warehouseActive }: StockLevelRow): number {
    return warehouseActive ? onHand - reserved : 0;
  }
}
