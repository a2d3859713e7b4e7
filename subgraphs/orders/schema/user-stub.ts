import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** An account of the users subgraph, to which orders adds `orders`. */
@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "id")')
export class User {
  @Field(() => ID)
  id: string;
}
