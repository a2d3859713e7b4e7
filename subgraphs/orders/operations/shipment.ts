import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { OrdersContext } from '../context';
import { seesAsStaff } from '../rules';
import { Shipment, ShipmentLine } from '../schema/shipment';
import { Warehouse } from '../schema/warehouse-stub';
import type { ShipmentLineRow, ShipmentRow } from '../store/order-reads';

@Resolver(() => Shipment)
export class ShipmentFields {
  @FieldResolver(() => Warehouse, {
    nullable: true,
    description: 'The warehouse that shipped the units. Staff only; null for others.',
  })
  warehouse(@Root() shipment: ShipmentRow, @Ctx() { viewer }: OrdersContext): Warehouse | null {
    return seesAsStaff(viewer) ? { code: shipment.warehouse } : null;
  }

  @FieldResolver(() => [ShipmentLine], {
    description: 'The products in the shipment, with their quantities.',
  })
  lines(
    @Root() { id }: ShipmentRow,
    @Ctx() { loaders }: OrdersContext,
  ): Promise<ShipmentLineRow[]> {
    return loaders.linesByShipment.load(id);
  }
}
