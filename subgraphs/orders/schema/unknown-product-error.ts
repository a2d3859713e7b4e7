import { Field, ID } from 'type-graphql';
import { ErrorType, type UserError } from '../../../platform/graphql/errors';

@ErrorType(
  'Some products are not in the catalogue or not for sale. Nothing is reserved or charged.',
)
export class UnknownProductError implements UserError {
  readonly code = 'UNKNOWN_PRODUCT';
  readonly message: string;

  @Field(() => [ID], { description: 'The SKUs of these products, as they were sent.' })
  readonly skus: readonly string[];

  constructor(skus: readonly string[]) {
    this.skus = skus;
    this.message = `Not for sale: ${skus.join(', ')}.`;
  }
}
