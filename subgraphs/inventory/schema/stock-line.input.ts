import { Field, ID, InputType, Int } from 'type-graphql';

@InputType()
export class StockLineInput {
  @Field(() => ID)
  sku: string;

  @Field(() => Int)
  quantity: number;
}
