import { Field, ID, InputType, Int } from 'type-graphql';

@InputType()
export class ReturnedStockInput {
  @Field(() => ID)
  sku: string;

  @Field(() => Int)
  quantity: number;

  @Field(() => ID)
  warehouse: string;
}
