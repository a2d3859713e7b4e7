import { Field, ID, InputType, Int } from 'type-graphql';
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

@InputType({
  description: 'Changes of one product. Fields that are left out or null stay as they are.',
})
export class UpdateProductInput {
  @Field(() => ID, { description: 'SKU of the product to change.' })
  sku: string;

  @Field(() => Int, {
    description:
      '`Product.version` as last read. If the product changed since, the result is ConflictError.',
  })
  version: number;

  @Field(() => String, {
    nullable: true,
    description: 'New name of the product, 1 to 200 characters.',
  })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'New description of at most 5,000 characters and 6,000 bytes of JSON. An empty text removes it.',
  })
  description?: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description: "New net price of one unit, in the product's currency.",
  })
  price?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the product is for sale.' })
  active?: boolean | null;
}
