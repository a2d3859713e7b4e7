import { Field, ObjectType } from 'type-graphql';
import { UserError } from '../../../platform/graphql/errors';
import { Quote } from './quote';

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: 'Nothing was reserved or charged, and the idempotency key is not used up.',
})
export class PriceChangedError implements UserError {
  readonly code = 'PRICE_CHANGED';
  readonly message = 'The price is not the one that was expected.';

  @Field(() => Quote)
  readonly quote: Quote;

  constructor(quote: Quote) {
    this.quote = quote;
  }
}
