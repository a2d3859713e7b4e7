import { Field, ID, ObjectType } from 'type-graphql';
import { UserError } from '../../../platform/graphql/errors';

@ObjectType({ implements: UserError, simpleResolvers: true })
export class UnknownProductError implements UserError {
  readonly code = 'UNKNOWN_PRODUCT';
  readonly message: string;

  @Field(() => [ID], { description: 'Not in the catalogue, or not for sale.' })
  readonly skus: readonly string[];

  constructor(skus: readonly string[]) {
    this.skus = skus;
    this.message = `Not for sale: ${skus.join(', ')}.`;
  }
}
