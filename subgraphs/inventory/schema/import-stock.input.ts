import { Field, ID, InputType, Int } from 'type-graphql';

@InputType()
export class CountedStockInput {
  @Field(() => ID)
  sku: string;

  @Field(() => ID)
  warehouse: string;

  @Field(() => Int)
  onHand: number;

  @Field(() => Int, { nullable: true, description: 'New reorder point. Null does not change it.' })
  reorderPoint?: number | null;
}
