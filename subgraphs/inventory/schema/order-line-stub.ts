import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Lines of orders belong to another subgraph; inventory adds their products. */
@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "id sku")')
export class OrderLine {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  sku: string;
}
