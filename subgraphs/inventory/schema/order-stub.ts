import { Directive, Field, ID } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

/** Orders belong to another subgraph; inventory adds their allocations. */
@PlainType()
@Directive('@key(fields: "id")')
export class Order {
  @Field(() => ID)
  id: string;
}
