import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** An account of the users subgraph; orders adds the field `orders`. */
@ObjectType({ simpleResolvers: true })
@Directive('@key(fields: "id")')
export class User {
  @Field(() => ID)
  id: string;
}
