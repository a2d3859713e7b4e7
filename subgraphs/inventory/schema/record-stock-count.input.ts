import { Field, ID, InputType, Int } from 'type-graphql';

@InputType({ description: 'Units of one product that a person counted in one warehouse.' })
export class StockCountInput {
  @Field(() => ID, { description: 'SKU of the product, in any case.' })
  sku: string;

  @Field(() => ID, { description: 'Code of the warehouse, e.g. BER, in any case.' })
  warehouse: string;

  @Field(() => Int, {
    description: 'Units that are there, reserved ones included: 0 to 1,000,000,000.',
  })
  counted: number;

  @Field(() => String, {
    description:
      'Why it was counted, 1 to 200 characters. It becomes the `reference` of the stock movement.',
  })
  reason: string;
}
