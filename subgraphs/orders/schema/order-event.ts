import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';
import type { OrderEvent as OrderEventRow } from '../../../prisma/orders/generated/client';

/** Fields that depend on the viewer are in `operations/order-event.ts`. */
@ObjectType({ simpleResolvers: true, description: 'One event in the timeline of an order.' })
export class OrderEvent implements Pick<OrderEventRow, 'at' | 'type'> {
  @Field(() => DateTime, { description: 'When the event happened, in UTC.' })
  at: Date;

  @Field(() => String, {
    description: 'Name of the event, e.g. `order.placed` or `order.shipped`.',
  })
  type: string;
}
