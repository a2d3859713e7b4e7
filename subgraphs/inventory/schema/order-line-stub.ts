import { Directive, Field, ID } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

/** Lines of orders belong to another subgraph; inventory adds their products. */
@PlainType()
@Directive('@key(fields: "id sku")')
export class OrderLine {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  sku: string;
}
