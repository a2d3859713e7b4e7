import { Field, ID } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';
import { OrderStatus } from './order-status';

/** Plain fields: an answer may hold thousands of events, and a resolver for each would take most of it. */
@PlainType('One event in the timeline of an order.')
export class OrderEvent {
  @Field(() => DateTime, { description: 'When the event happened, in UTC.' })
  at: Date;

  @Field(() => String, {
    description: 'Name of the event, e.g. `order.placed` or `order.shipped`.',
  })
  type: string;

  @Field(() => ID, {
    description: 'Id of the event. It never changes.',
  })
  id: string;

  @Field(() => OrderStatus, {
    nullable: true,
    description: 'Status before the event. Null for `order.placed`, which is the first event.',
  })
  from: OrderStatus | null;

  @Field(() => OrderStatus, {
    description: 'Status after the event, which may be the same as before.',
  })
  to: OrderStatus;

  @Field(() => String, {
    description:
      'Who acted: `customer`, `staff` or `system`. SUPPORT and ADMIN see `User:<id>` or `ApiKey:<id>` instead, WAREHOUSE only of staff.',
  })
  actor: string;

  @Field(() => String, {
    nullable: true,
    description: 'Note or reason given with the event; null if none. Staff only; null for others.',
  })
  note: string | null;
}
