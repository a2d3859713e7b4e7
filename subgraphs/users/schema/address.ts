import { Field, ID } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { postalAddressTexts } from '../../../platform/graphql/postal-address';
import { CountryCode } from '../../../platform/graphql/scalars';
import type { AddressRow } from '../store/addresses';

@PlainType("A postal address in an account's address book. Visible with the account it belongs to.")
export class Address implements Omit<AddressRow, 'userId' | 'createdAt' | 'updatedAt'> {
  @Field(() => ID, { description: 'Id of the address. It never changes.' })
  id: string;

  @Field(() => String, {
    nullable: true,
    description: 'The owner\'s name for the address, e.g. "Home". Null if there is none.',
  })
  label: string | null;

  @Field(() => String, { description: postalAddressTexts.recipient })
  recipient: string;

  @Field(() => String, { description: postalAddressTexts.line1 })
  line1: string;

  @Field(() => String, { nullable: true, description: postalAddressTexts.line2 })
  line2: string | null;

  @Field(() => String, { description: postalAddressTexts.city })
  city: string;

  @Field(() => String, { nullable: true, description: postalAddressTexts.region })
  region: string | null;

  @Field(() => String, { description: postalAddressTexts.postalCode })
  postalCode: string;

  @Field(() => CountryCode, { description: postalAddressTexts.country })
  country: string;

  @Field(() => String, { nullable: true, description: postalAddressTexts.phone })
  phone: string | null;
}
