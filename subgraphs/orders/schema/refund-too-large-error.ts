import { Field, ObjectType } from 'type-graphql';
import { UserError } from '../../../platform/graphql/errors';
import { Money } from '../../../platform/graphql/money';

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: 'More than was captured and is not refunded yet. Nothing was refunded.',
})
export class RefundTooLargeError implements UserError {
  readonly code = 'REFUND_TOO_LARGE';
  readonly message: string;

  @Field(() => Money)
  readonly refundable: Money;

  constructor(refundable: Money) {
    this.refundable = refundable;
    this.message = `At most ${refundable.amount} ${refundable.currency} can be refunded.`;
  }
}
