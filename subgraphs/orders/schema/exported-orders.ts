import { Field } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

@PlainType()
export class ExportedOrders {
  @Field(() => String, { description: 'List of the orders as JSON text.' })
  orders: string;

  @Field(() => String, { nullable: true, description: 'The `after` of the next page, if any.' })
  next: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What is stored about the customer besides orders, as an object in JSON text. Null after the first page.',
  })
  account: string | null;

  @Field(() => Boolean, {
    description: 'Whether the next order does not fit into `charactersMax`.',
  })
  isCut: boolean;
}
