import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class NewWarehouseInput {
  @Field(() => ID)
  code: string;

  @Field(() => String)
  name: string;

  @Field(() => String)
  country: string;
}
