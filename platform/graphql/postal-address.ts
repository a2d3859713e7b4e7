import 'reflect-metadata';
import { Field, InputType } from 'type-graphql';
import { CountryCode } from './scalars';

/** Descriptions of the fields of a postal address, wherever the API shows one. */
export const postalAddressTexts = {
  recipient: 'Name of the person or company that receives the parcel.',
  line1: 'First line of the street address, e.g. street and number.',
  line2: 'Second line of the street address, e.g. an apartment. Null if there is none.',
  city: 'City, town or village of the address.',
  region: 'State, province or region. Null if there is none.',
  postalCode: 'Postal code or ZIP code of the address.',
  country: 'ISO 3166-1 alpha-2 code of the country, e.g. DE.',
  phone: 'Telephone number for the carrier. Null if there is none.',
} as const;

/**
 * One class for all subgraphs: composition drops an input field that one of them lacks. Its limits
 * are those of `platform/values/postal-address.ts`.
 */
@InputType({ description: 'A postal address. Parcels are delivered to its recipient.' })
export class AddressInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Your name for the address, e.g. "Home", at most 100 characters. Only saved addresses keep it.',
  })
  label?: string | null;

  @Field(() => String, {
    description: 'Person or company that receives the parcel, 1 to 200 characters.',
  })
  recipient: string;

  @Field(() => String, {
    description: 'First line of the street address, e.g. street and number, 1 to 200 characters.',
  })
  line1: string;

  @Field(() => String, {
    nullable: true,
    description: 'Second line of the street address, e.g. an apartment, at most 200 characters.',
  })
  line2?: string | null;

  @Field(() => String, { description: 'City, town or village, 1 to 100 characters.' })
  city: string;

  @Field(() => String, {
    nullable: true,
    description: 'State, province or region, at most 100 characters.',
  })
  region?: string | null;

  @Field(() => String, { description: 'Postal code or ZIP code, 1 to 20 characters.' })
  postalCode: string;

  @Field(() => CountryCode, { description: postalAddressTexts.country })
  country: string;

  @Field(() => String, {
    nullable: true,
    description: 'Telephone number for the carrier, at most 32 characters.',
  })
  phone?: string | null;
}
