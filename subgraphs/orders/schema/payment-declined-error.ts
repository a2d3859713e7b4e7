import { Field } from 'type-graphql';
import { ErrorType, type UserError } from '../../../platform/graphql/errors';
import type { OrderRow } from '../store/order-reads';
import { Order } from './order';

@ErrorType(
  'The payment was declined and the stock is released. Use another means of payment and a new idempotency key.',
)
export class PaymentDeclinedError implements UserError {
  readonly code = 'PAYMENT_DECLINED';
  readonly message = 'The payment was declined.';

  @Field(() => String, {
    description: "The provider's reason, e.g. `card_declined` or `insufficient_funds`.",
  })
  readonly declineCode: string;

  @Field(() => Order, {
    nullable: true,
    description: 'The rejected order, which stays readable. Null if there is none.',
  })
  readonly order: OrderRow | null;

  constructor(declineCode: string, order: OrderRow | null) {
    this.declineCode = declineCode;
    this.order = order;
  }
}
