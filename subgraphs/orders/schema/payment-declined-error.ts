import { Field, ObjectType } from 'type-graphql';
import { UserError } from '../../../platform/graphql/errors';
import type { OrderRow } from '../store/order-reads';
import { Order } from './order';

@ObjectType({ implements: UserError, simpleResolvers: true })
export class PaymentDeclinedError implements UserError {
  readonly code = 'PAYMENT_DECLINED';
  readonly message = 'The payment was declined.';

  @Field(() => String, { description: "The provider's reason, such as card_declined." })
  readonly declineCode: string;

  @Field(() => Order, { nullable: true })
  readonly order: OrderRow | null;

  constructor(declineCode: string, order: OrderRow | null) {
    this.declineCode = declineCode;
    this.order = order;
  }
}
