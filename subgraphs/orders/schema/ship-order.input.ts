import { Field, ID, InputType, Int } from 'type-graphql';
import { Url } from '../../../platform/graphql/scalars';
import { OrderLineInput } from './order-line-input';

@InputType()
export class ShipOrderInput {
  @Field(() => ID)
  orderId: string;

  @Field(() => [OrderLineInput], {
    nullable: true,
    description: 'Left out: all that is not shipped yet.',
  })
  lines?: OrderLineInput[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Left out: wherever the units are reserved, one shipment a warehouse.',
  })
  warehouse?: string | null;

  @Field(() => String)
  carrier: string;

  @Field(() => String)
  trackingCode: string;

  @Field(() => Url, { nullable: true })
  trackingUrl?: URL | string | null;

  @Field(() => String, { description: 'Chosen by the client, 8 to 255 characters.' })
  idempotencyKey: string;

  @Field(() => Int, { nullable: true })
  expectedVersion?: number | null;
}
