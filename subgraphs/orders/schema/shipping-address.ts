import { Field, ObjectType } from 'type-graphql';
import { CountryCode } from '../../../platform/graphql/scalars';

/** A copy made when the order was placed: the buyer's address book may change since. */
@ObjectType({ simpleResolvers: true, description: 'Where the parcels go.' })
export class ShippingAddress {
  @Field(() => String)
  recipient: string;

  @Field(() => String)
  line1: string;

  @Field(() => String, { nullable: true })
  line2?: string | null;

  @Field(() => String)
  city: string;

  @Field(() => String, { nullable: true })
  region?: string | null;

  @Field(() => String)
  postalCode: string;

  @Field(() => CountryCode)
  country: string;

  @Field(() => String, { nullable: true })
  phone?: string | null;
}
