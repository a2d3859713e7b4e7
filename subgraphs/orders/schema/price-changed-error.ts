import { Field, ObjectType } from 'type-graphql';
import { UserError } from '../../../platform/graphql/errors';
import { Quote } from './quote';

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description:
    'The order would not cost `expectedTotal`. Nothing is reserved or charged, and the idempotency key can be used again.',
})
export class PriceChangedError implements UserError {
  readonly code = 'PRICE_CHANGED';
  readonly message = 'The price is not the one that was expected.';

  @Field(() => Quote, { description: 'What the order would cost now.' })
  readonly quote: Quote;

  constructor(quote: Quote) {
    this.quote = quote;
  }
}
