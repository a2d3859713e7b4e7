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

  @Field(() => String, { description: 'Price in minor units of the currency.' })
  unitPriceMinor: string;
}

@InputType()
export class ImportedOrderInput {
  @Field(() => ID, {
    description: 'Id of the invoice in the source. Each invoice is imported once.',
  })
  invoice: string;

  @Field(() => ID)
  customerId: string;

  @Field(() => DateTime)
  placedAt: Date;

  @Field(() => String)
  currency: string;

  @Field(() => String, { description: 'Country in ISO 3166-1 alpha-2, or ZZ if it is unknown.' })
  country: string;

  @Field(() => String)
  recipient: string;

  @Field(() => String, { description: 'Cost of delivery in minor units of the currency.' })
  shippingMinor: string;

  @Field(() => [ImportedLineInput], {
    description:
      'Lines of the invoice. A SKU may occur twice, and more than 1000 lines are allowed.',
  })
  lines: ImportedLineInput[];
}
