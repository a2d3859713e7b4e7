import { Field, ID, InputType } from 'type-graphql';
import { Currency, Decimal } from '../../../platform/graphql/scalars';

@InputType({ description: 'Conditions that a listed product meets, all of those given.' })
export class ProductFilter {
  @Field(() => String, {
    nullable: true,
    description: 'Words of the name, or a SKU, at most 200 characters. Null means no search.',
  })
  search?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Only products with one of these SKUs, at most 250. Null means all.',
  })
  skus?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True for active products only, false for inactive ones. False is FORBIDDEN for others than staff.',
  })
  active?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True for products with an available unit, false for those without. Null means both.',
  })
  inStock?: boolean | null;

  @Field(() => Currency, {
    nullable: true,
    description: 'Only products priced in this currency. Null means all currencies.',
  })
  currency?: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description:
      'Lowest net price, inclusive, in the currency of `currency`, which is required with it.',
  })
  priceMin?: string | null;

  @Field(() => Decimal, {
    nullable: true,
    description:
      'Highest net price, inclusive, in the currency of `currency`, which is required with it.',
  })
  priceMax?: string | null;
}
