import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Money } from '../../../platform/graphql/money';

/** Resolved by inventory, which knows whether it still exists; `grossPrice` needs its price. */
@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "sku")')
export class Product {
  @Field(() => ID)
  sku: string;

  @Field(() => Money)
  @Directive('@external')
  price?: Money;
}
