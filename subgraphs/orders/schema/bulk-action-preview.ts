import { Field, Int } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import type { StatusCount } from '../store/bulk-actions';
import { OrderStatus } from './order-status';

@PlainType('Number of orders in one status.')
export class OrderStatusCount implements StatusCount {
  @Field(() => OrderStatus, { description: 'The status of these orders now.' })
  status: OrderStatus;

  @Field(() => Int, { description: 'How many of the orders have the status.' })
  count: number;
}

@PlainType('The orders that a bulk action would affect if it started now. Visible to staff.')
export class BulkActionPreview {
  @Field(() => Int, {
    description:
      'Number of orders, counted up to 10,001; the `expectedTotal` of `startBulkAction`.',
  })
  total: number;

  @Field(() => Boolean, {
    description: 'Whether they exceed the 10,000 that a bulk action may have.',
  })
  isTooMany: boolean;

  @Field(() => Int, {
    description: 'How many of them are in a status that allows the action; the others will fail.',
  })
  possible: number;

  @Field(() => [OrderStatusCount], {
    description: 'The orders by status, statuses without any left out.',
  })
  statuses: StatusCount[];
}
