import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** Orders belong to another subgraph; inventory adds their allocations. */
@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "id")')
export class Order {
  @Field(() => ID)
  id: string;
}
