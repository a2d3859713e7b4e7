import { Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType({
  simpleResolvers: true,
  description: 'The facts about an active product that a quote needs, read now.',
})
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
