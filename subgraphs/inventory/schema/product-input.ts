import { Field, ID, InputType, Int } from 'type-graphql';
import { Currency, Decimal } from '../../../platform/graphql/scalars';

@InputType()
export class ProductInput {
  @Field(() => ID, { description: '1 to 64 characters: letters, digits, space and `- _ . /`.' })
  sku: string;

  @Field(() => String, { description: '1 to 200 characters.' })
  name: string;

  @Field(() => String, {
    nullable: true,
    description: 'At most 5000 characters, and 6000 bytes in JSON.',
  })
  description?: string | null;

  @Field(() => Decimal, { description: 'Net, with no more digits than the currency has.' })
  price: string;

  @Field(() => Currency)
  currency: string;

  @Field(() => Boolean, { nullable: true, defaultValue: true })
  active?: boolean | null;
}

@InputType({ description: 'What is left out stays as it is.' })
export class UpdateProductInput {
  @Field(() => ID)
  sku: string;

  @Field(() => Int, { description: 'As last read: anything older is a ConflictError.' })
  version: number;

  @Field(() => String, { nullable: true, description: '1 to 200 characters.' })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'At most 5000 characters, and 6000 bytes in JSON; an empty text removes it.',
  })
  description?: string | null;

  @Field(() => Decimal, { nullable: true, description: 'In the currency that the product has.' })
  price?: string | null;

  @Field(() => Boolean, { nullable: true })
  active?: boolean | null;
}
