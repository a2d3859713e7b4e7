import { Field, ID, InputType, Int } from 'type-graphql';

@InputType()
export class ReceivedStockInput {
  @Field(() => ID)
  sku: string;

  @Field(() => ID)
  warehouse: string;

  @Field(() => Int)
  quantity: number;
}
