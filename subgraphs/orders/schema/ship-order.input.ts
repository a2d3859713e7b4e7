import { Field, ID, InputType, Int } from 'type-graphql';
import { Url } from '../../../platform/graphql/scalars';
import { expectedVersionText } from './expected-version';
import { OrderLineInput } from './order-line.input';

@InputType({ description: 'What is shipped, by whom, and how it is tracked.' })
export class ShipOrderInput {
  @Field(() => ID, { description: 'Id of the order to ship.' })
  orderId: string;

  @Field(() => [OrderLineInput], {
    nullable: true,
    description: 'What is shipped, each SKU once. Null ships everything that is not shipped yet.',
  })
  lines?: OrderLineInput[] | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Code of the warehouse that ships. Null ships from wherever units are reserved, as one shipment for each warehouse.',
  })
  warehouse?: string | null;

  @Field(() => String, { description: 'Name of the carrier, 1 to 100 characters.' })
  carrier: string;

  @Field(() => String, { description: 'Tracking code of the carrier, 1 to 100 characters.' })
  trackingCode: string;

  @Field(() => Url, {
    nullable: true,
    description: 'Page that tracks the shipment, http or https, at most 2,000 characters.',
  })
  trackingUrl?: URL | string | null;

  @Field(() => String, {
    description:
      'Client-chosen key of 8 to 255 characters. The same key and input again ship nothing more.',
  })
  idempotencyKey: string;

  @Field(() => Int, { nullable: true, description: expectedVersionText })
  expectedVersion?: number | null;
}
