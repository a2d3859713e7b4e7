import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class NewProductInput {
  @Field(() => ID)
  sku: string;

  @Field(() => String)
  name: string;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => String, { description: 'Net, in minor units of the currency.' })
  priceMinor: string;

  @Field(() => String)
  currency: string;
}
