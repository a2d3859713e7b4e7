import { Field, ID, InputType, Int } from 'type-graphql';

@InputType()
export class StockAdjustmentInput {
  @Field(() => ID)
  sku: string;

  @Field(() => ID)
  warehouse: string;

  @Field(() => Int, { description: 'Signed, never 0, at most 1000000 units either way.' })
  delta: number;

  @Field(() => String, { description: 'Kept with the movement; 1 to 200 characters.' })
  reason: string;
}
