import { Field } from 'type-graphql';
import { ErrorType, type UserError } from '../../../platform/graphql/errors';
import { Money } from '../../../platform/graphql/money';

@ErrorType('The amount is more than what is captured and not refunded yet. Nothing is refunded.')
export class RefundTooLargeError implements UserError {
  readonly code = 'REFUND_TOO_LARGE';
  readonly message: string;

  @Field(() => Money, { description: 'The largest amount that can be refunded now.' })
  readonly refundable: Money;

  constructor(refundable: Money) {
    this.refundable = refundable;
    this.message = `At most ${refundable.amount} ${refundable.currency} can be refunded.`;
  }
}
