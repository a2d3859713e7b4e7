import { Field, ID, InputType, Int } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars';

@InputType()
export class ImportedLineInput {
  @Field(() => ID)
  sku: string;

  @Field(() => String)
  name: string;

  @Field(() => Int)
  quantity: number;

  @Field(() => String, { description: 'In minor units of the currency.' })
  unitPriceMinor: string;
}

@InputType()
export class ImportedOrderInput {
  @Field(() => ID, { description: 'How the source calls it: each invoice is imported once.' })
  invoice: string;

  @Field(() => ID)
  customerId: string;

  @Field(() => DateTime)
  placedAt: Date;

  @Field(() => String)
  currency: string;

  @Field(() => String, { description: 'ISO 3166-1 alpha-2, or ZZ where it is not known.' })
  country: string;

  @Field(() => String)
  recipient: string;

  @Field(() => String, { description: 'What the delivery cost, in minor units of the currency.' })
  shippingMinor: string;

  @Field(() => [ImportedLineInput], {
    description: 'As they were: a SKU may stand among them twice, and more than 1000 are fine.',
  })
  lines: ImportedLineInput[];
}
