import { Field } from 'type-graphql';
import { ErrorType, type UserError } from '../../../platform/graphql/errors';
import { Quote } from './quote';

@ErrorType(
  'The order would not cost `expectedTotal`. Nothing is reserved or charged, and the idempotency key can be used again.',
)
export class PriceChangedError implements UserError {
  readonly code = 'PRICE_CHANGED';
  readonly message = 'The price is not the one that was expected.';

  @Field(() => Quote, { description: 'What the order would cost now.' })
  readonly quote: Quote;

  constructor(quote: Quote) {
    this.quote = quote;
  }
}
