import { Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType({
  simpleResolvers: true,
  description: 'What a quote needs to know of an active product, read at this moment.',
})
export class PricedProduct {
  @Field(() => ID, { description: 'As the catalogue writes it.' })
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
