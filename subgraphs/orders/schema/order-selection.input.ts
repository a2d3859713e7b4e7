import { Field, ID, InputType } from 'type-graphql';
import { OrderFilter } from './order-filter.input';

@InputType({ description: 'The orders of a bulk action: either by id or by a filter.' })
export class OrderSelection {
  @Field(() => [ID], {
    nullable: true,
    description: 'Ids of the orders, 1 to 1,000. Unknown ones are left out.',
  })
  ids?: string[] | null;

  @Field(() => OrderFilter, {
    nullable: true,
    description: 'All orders that match, at most 10,000; `{}` matches every order.',
  })
  filter?: OrderFilter | null;
}
