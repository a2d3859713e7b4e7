import { Field, ID, InputType } from 'type-graphql';
import { Currency, Decimal } from '../../../platform/graphql/scalars';

@InputType({ description: 'A complete product to create or replace.' })
export class ProductInput {
  @Field(() => ID, {
    description: 'Key of the product, 1 to 64 characters: letters, digits, space and `- _ . /`.',
  })
  sku: string;

  @Field(() => String, { description: 'Name of the product, 1 to 200 characters.' })
  name: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Description of at most 5,000 characters and 6,000 bytes of JSON. Null removes it.',
  })
  description?: string | null;

  @Field(() => Decimal, {
    description: 'Net price of one unit, with no more decimals than the currency has.',
  })
  price: string;

  @Field(() => Currency, { description: "ISO 4217 code of the price's currency, e.g. EUR." })
  currency: string;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'Whether the product is for sale. Null means true.',
  })
  active?: boolean | null;
}
