import { Field, ID, InputType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';

@InputType()
export class ListedProductInput {
  @Field(() => ID)
  sku: string;

  @Field(() => String)
  name: string;

  @Field(() => String, { description: 'Net, in minor units of the currency.' })
  priceMinor: string;

  @Field(() => String)
  currency: string;

  @Field(() => DateTime, { description: 'When the product had this name and price.' })
  listedAt: Date;
}
