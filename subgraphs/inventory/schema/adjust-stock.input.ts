import { Field, ID, InputType, Int } from 'type-graphql';

@InputType({ description: 'A correction of what one warehouse has on hand of one product.' })
export class StockAdjustmentInput {
  @Field(() => ID, { description: 'SKU of the product, in any case.' })
  sku: string;

  @Field(() => ID, { description: 'Code of the warehouse, e.g. BER.' })
  warehouse: string;

  @Field(() => Int, {
    description: 'Units to add, or to remove if negative: 1 to 1,000,000 either way, never 0.',
  })
  delta: number;

  @Field(() => String, {
    description:
      'Why the stock changes, 1 to 200 characters. It becomes the `reference` of the stock movement.',
  })
  reason: string;
}
