import { Field, ID, Int } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

@PlainType('The facts about an active product that a quote needs, read now.')
export class PricedProduct {
  @Field(() => ID, { description: 'SKU as the catalogue writes it.' })
  sku: string;

  @Field(() => String)
  name: string;

  @Field(() => String, { description: 'Net, in minor units of the currency.' })
  priceMinor: string;

  @Field(() => String)
  currency: string;

  @Field(() => Int)
  available: number;
}
