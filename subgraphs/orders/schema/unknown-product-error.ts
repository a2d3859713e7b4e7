import { Field, ID, ObjectType } from 'type-graphql';
import { UserError } from '../../../platform/graphql/errors';

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description:
    'Some products are not in the catalogue or not for sale. Nothing is reserved or charged.',
})
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
