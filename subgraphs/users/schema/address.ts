import { Field, ID, ObjectType } from 'type-graphql';
import { CountryCode } from '../../../platform/graphql/scalars';
import type { AddressRow } from '../store/addresses';

@ObjectType({ simpleResolvers: true, description: 'An address that its owner keeps for later.' })
export class Address implements Omit<AddressRow, 'userId' | 'createdAt' | 'updatedAt'> {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true, description: 'What its owner calls it, e.g. "Home".' })
  label: string | null;

  @Field(() => String)
  recipient: string;

  @Field(() => String)
  line1: string;

  @Field(() => String, { nullable: true })
  line2: string | null;

  @Field(() => String)
  city: string;

  @Field(() => String, { nullable: true })
  region: string | null;

  @Field(() => String)
  postalCode: string;

  @Field(() => CountryCode)
  country: string;

  @Field(() => String, { nullable: true })
  phone: string | null;
}
