import { Field } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { postalAddressTexts } from '../../../platform/graphql/postal-address';
import { CountryCode } from '../../../platform/graphql/scalars';

/** A copy from when the order was placed, because the address book may change. */
@PlainType(
  'The postal address of an order. Only its country remains once the personal data is erased.',
)
export class ShippingAddress {
  @Field(() => String, { description: postalAddressTexts.recipient })
  recipient: string;

  @Field(() => String, { description: postalAddressTexts.line1 })
  line1: string;

  @Field(() => String, { nullable: true, description: postalAddressTexts.line2 })
  line2?: string | null;

  @Field(() => String, { description: postalAddressTexts.city })
  city: string;

  @Field(() => String, { nullable: true, description: postalAddressTexts.region })
  region?: string | null;

  @Field(() => String, { description: postalAddressTexts.postalCode })
  postalCode: string;

  @Field(() => CountryCode, { description: postalAddressTexts.country })
  country: string;

  @Field(() => String, { nullable: true, description: postalAddressTexts.phone })
  phone?: string | null;
}
