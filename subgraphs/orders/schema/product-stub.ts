import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Resolved by inventory, which knows whether it still exists. */
@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "sku", resolvable: false)')
export class Product {
  @Field(() => ID)
  sku: string;
}
