import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { OrdersContext } from '../context';
import { seesAsStaff } from '../rules';
import { Shipment } from '../schema/shipment';
import { Warehouse } from '../schema/warehouse-stub';
import type { ShipmentRow } from '../store/order-reads';

@Resolver(() => Shipment)
export class ShipmentOperation {
  @FieldResolver(() => Warehouse, { nullable: true, description: 'Staff; null for others.' })
  warehouse(@Root() shipment: ShipmentRow, @Ctx() { viewer }: OrdersContext): Warehouse | null {
    return seesAsStaff(viewer) ? { code: shipment.warehouse } : null;
  }
}
