import { Field, ID, Int } from 'type-graphql';
import { Money } from '../../../platform/graphql/money';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';
import { RefundStatus } from './order-status';

@PlainType('Units of one product that came back with a refund.')
export class ReturnLine {
  @Field(() => ID, { description: 'SKU of the product that came back.' })
  sku: string;

  @Field(() => Int, { description: 'Number of units that came back.' })
  quantity: number;

  @Field(() => Boolean, { description: 'Whether the units are on hand again, to be sold.' })
  restocked: boolean;
}

/** Its lines are in `operations/refund.ts`. */
@PlainType('A refund of money that was captured for an order.')
export class Refund {
  @Field(() => ID, { description: 'Id of the refund. It never changes.' })
  id: string;

  @Field(() => RefundStatus, { description: 'Status of the refund at the provider.' })
  status: RefundStatus;

  @Field(() => Money, { description: 'Amount of the refund, in the currency of the order.' })
  amount: Money;

  @Field(() => String, {
    description: 'Why it is refunded, as staff wrote it. The customer can read it.',
  })
  reason: string;

  @Field(() => DateTime, { description: 'When the refund was requested, in UTC.' })
  createdAt: Date;
}
