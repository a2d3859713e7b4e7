import { Field, ObjectType } from 'type-graphql';
import { UserError } from '../../../platform/graphql/errors';
import { OrderStatus } from './order-status';

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: "The order's state does not allow it (any more).",
})
export class OrderStateError implements UserError {
  readonly code = 'ORDER_STATE';
  readonly message: string;

  @Field(() => OrderStatus)
  readonly status: OrderStatus;

  constructor(status: OrderStatus) {
    this.status = status;
    this.message = `An order that is ${status} does not allow it.`;
  }
}
