import { Field, ID, InputType, Int } from 'type-graphql';
import { Decimal } from '../../../platform/graphql/scalars';

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
