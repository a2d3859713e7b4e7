import { Field, ID, InputType, Int } from 'type-graphql';

@InputType()
export class OrderLineInput {
  @Field(() => ID)
  sku: string;

  @Field(() => Int, { description: '1 to 99,999.' })
  quantity: number;
}
