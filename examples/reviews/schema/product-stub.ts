import { Directive, Field, ID } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

/** Products belong to inventory; a review refers to one. */
@PlainType()
@Directive('@key(fields: "sku", resolvable: false)')
export class Product {
  @Field(() => ID)
  sku: string;
}
