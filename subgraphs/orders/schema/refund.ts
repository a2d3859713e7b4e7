import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Money } from '../../../platform/graphql/money';
import { DateTime } from '../../../platform/graphql/scalars';
import { RefundStatus } from './order-status';

@ObjectType({ simpleResolvers: true, description: 'Units that came back.' })
export class ReturnLine {
  @Field(() => ID)
  sku: string;

  @Field(() => Int)
  quantity: number;

  @Field(() => Boolean, { description: 'Whether they are on hand again.' })
  restocked: boolean;
}

/** Its lines are in `operations/refund.ts`. */
@ObjectType({ simpleResolvers: true })
export class Refund {
  @Field(() => ID)
  id: string;

  @Field(() => RefundStatus)
  status: RefundStatus;

  @Field(() => Money)
  amount: Money;

  @Field(() => String)
  reason: string;

  @Field(() => DateTime)
  createdAt: Date;
}
