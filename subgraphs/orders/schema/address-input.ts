import { Field, InputType } from 'type-graphql';
import { CountryCode } from '../../../platform/graphql/scalars';

/**
 * Field for field the same as in users: an input field that one subgraph lacks vanishes from the
 * composed API. An order keeps no `label`.
 */
@InputType()
export class AddressInput {
  @Field(() => String, { nullable: true })
  label?: string | null;

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
