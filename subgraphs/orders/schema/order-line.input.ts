import { Field, ID, InputType, Int } from 'type-graphql';

@InputType({ description: 'A product and a number of units of it.' })
export class OrderLineInput {
  @Field(() => ID, { description: 'SKU of the product, in any case. Each SKU may appear once.' })
  sku: string;

  @Field(() => Int, { description: 'Number of units, 1 to 99,999.' })
  quantity: number;
}
