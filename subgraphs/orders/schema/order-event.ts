import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';
import type { OrderEvent as OrderEventRow } from '../../../prisma/orders/generated/client';

/** What depends on who is looking stands in `operations/order-event.ts`. */
@ObjectType({ simpleResolvers: true, description: 'One step in the life of an order.' })
export class OrderEvent implements Pick<OrderEventRow, 'at' | 'type'> {
  @Field(() => DateTime)
  at: Date;

  @Field(() => String, { description: 'What happened, e.g. order.placed.' })
  type: string;
}
