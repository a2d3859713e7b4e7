import { Field, ID, InputType } from 'type-graphql';
import { CountryCode } from '../../../platform/graphql/scalars';

@InputType({ description: 'A new warehouse. It is active and has no stock.' })
export class CreateWarehouseInput {
  @Field(() => ID, {
    description:
      'Key of the warehouse, 1 to 32 letters, digits, `-` and `_`, in any case. It never changes.',
  })
  code: string;

  @Field(() => String, { description: 'Name of the warehouse for people, 1 to 200 characters.' })
  name: string;

  @Field(() => CountryCode, {
    description: 'ISO 3166-1 alpha-2 code of the country it is in, e.g. DE.',
  })
  country: string;
}
