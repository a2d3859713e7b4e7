import { Field, ID, Int } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime, Url } from '../../../platform/graphql/scalars';
import type {
  ShipmentLine as ShipmentLineRow,
  Shipment as ShipmentRow,
} from '../../../prisma/orders/generated/client';

@PlainType('Units of one product in a shipment.')
export class ShipmentLine implements Pick<ShipmentLineRow, 'sku' | 'quantity'> {
  @Field(() => ID, { description: 'SKU of the product in the shipment.' })
  sku: string;

  @Field(() => Int, { description: 'Number of units in the shipment.' })
  quantity: number;
}

type PublicColumn = 'id' | 'carrier' | 'trackingCode' | 'trackingUrl' | 'shippedAt' | 'deliveredAt';

/** The warehouse, which only staff see, and the lines are in `operations/shipment.ts`. */
@PlainType('Units of an order that one warehouse shipped together.')
export class Shipment implements Pick<ShipmentRow, PublicColumn> {
  @Field(() => ID, { description: 'Id of the shipment. It never changes.' })
  id: string;

  @Field(() => String, { description: 'Name of the carrier, as staff wrote it.' })
  carrier: string;

  @Field(() => String, {
    description:
      "Tracking code of the carrier. It reads `erased` once the customer's account is erased.",
  })
  trackingCode: string;

  @Field(() => Url, {
    nullable: true,
    description: 'Page of the carrier that tracks the shipment. Null if there is none.',
  })
  trackingUrl: string | null;

  @Field(() => DateTime, { description: 'When the units left the warehouse, in UTC.' })
  shippedAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the shipment arrived, in UTC; null until then.',
  })
  deliveredAt: Date | null;
}
