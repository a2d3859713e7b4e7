import { Directive, Field, ID } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

/** An account of the users subgraph; orders adds the field `orders`. */
@PlainType()
@Directive('@key(fields: "id")')
export class User {
  @Field(() => ID)
  id: string;
}
