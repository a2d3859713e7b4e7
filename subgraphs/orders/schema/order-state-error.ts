import { Field } from 'type-graphql';
import { ErrorType, type UserError } from '../../../platform/graphql/errors';
import { OrderStatus } from './order-status';

@ErrorType(
  'The status of the order does not allow the operation. `Order.allowedActions` lists what is possible.',
)
export class OrderStateError implements UserError {
  readonly code = 'ORDER_STATE';
  readonly message: string;

  @Field(() => OrderStatus, { description: 'Status of the order now.' })
  readonly status: OrderStatus;

  constructor(status: OrderStatus) {
    this.status = status;
    this.message = `An order that is ${status} does not allow it.`;
  }
}
