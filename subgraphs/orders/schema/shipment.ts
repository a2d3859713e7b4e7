import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime, Url } from '../../../platform/graphql/scalars';
import type {
  ShipmentLine as ShipmentLineRow,
  Shipment as ShipmentRow,
} from '../../../prisma/orders/generated/client';

@ObjectType({ simpleResolvers: true })
export class ShipmentLine implements Pick<ShipmentLineRow, 'sku' | 'quantity'> {
  @Field(() => ID)
  sku: string;

  @Field(() => Int)
  quantity: number;
}

type PublicColumn = 'id' | 'carrier' | 'trackingCode' | 'trackingUrl' | 'shippedAt' | 'deliveredAt';

/** The warehouse, which only staff see, and the lines are in `operations/shipment.ts`. */
@ObjectType({ simpleResolvers: true, description: 'A parcel, or all parcels of one warehouse.' })
export class Shipment implements Pick<ShipmentRow, PublicColumn> {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  carrier: string;

  @Field(() => String)
  trackingCode: string;

  @Field(() => Url, { nullable: true })
  trackingUrl: string | null;

  @Field(() => DateTime)
  shippedAt: Date;

  @Field(() => DateTime, { nullable: true })
  deliveredAt: Date | null;
}
