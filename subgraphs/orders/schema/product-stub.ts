import { Directive, Field, ID } from 'type-graphql';
import { Money } from '../../../platform/graphql/money';
import { PlainType } from '../../../platform/graphql/plain-type';

/** Resolved by inventory, which knows whether it still exists; `grossPrice` needs its price. */
@PlainType()
@Directive('@key(fields: "sku")')
export class Product {
  @Field(() => ID)
  sku: string;

  @Field(() => Money)
  @Directive('@external')
  price?: Money;
}
