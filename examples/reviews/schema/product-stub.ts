import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Products belong to inventory; a review refers to one. */
@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "sku", resolvable: false)')
export class Product {
  @Field(() => ID)
  sku: string;
}
