import { Field, ID, InputType } from 'type-graphql';
import { Currency, Decimal } from '../../../platform/graphql/scalars';

@InputType()
export class ProductFilter {
  @Field(() => String, { nullable: true, description: 'Words of the name, or a SKU.' })
  search?: string | null;

  @Field(() => [ID], { nullable: true, description: 'At most 250.' })
  skus?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'False: inactive ones, for staff only.' })
  active?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether a unit can be promised now.' })
  inStock?: boolean | null;

  @Field(() => Currency, { nullable: true })
  currency?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Needs `currency`.' })
  priceMin?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'Needs `currency`.' })
  priceMax?: string | null;
}
