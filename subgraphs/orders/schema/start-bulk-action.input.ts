import { Field, InputType, Int } from 'type-graphql';
import { BulkOrderAction } from './bulk-action';
import { OrderSelection } from './order-selection.input';

@InputType({ description: 'One action on many orders.' })
export class StartBulkActionInput {
  @Field(() => BulkOrderAction, { description: 'What is done with each order.' })
  action: BulkOrderAction;

  @Field(() => OrderSelection, { description: 'The orders, which are fixed at the start.' })
  selection: OrderSelection;

  @Field(() => String, {
    description: 'Why, in 1 to 500 characters. Visible to staff in the timeline of the orders.',
  })
  reason: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'The `total` that `bulkActionPreview` showed; required with a filter. With another number now, nothing is started.',
  })
  expectedTotal?: number | null;

  @Field(() => String, {
    description:
      'Chosen by the client, 8 to 255 characters. The same key and input again answer the same bulk action.',
  })
  idempotencyKey: string;
}
