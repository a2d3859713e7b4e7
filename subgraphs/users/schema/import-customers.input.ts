import { Field, ID, InputType } from 'type-graphql';
import { DateTime, EmailAddress } from '../../../platform/graphql/scalars';

@InputType()
export class ImportedCustomerInput {
  @Field(() => ID, { description: 'Id of the customer in the source.' })
  reference: string;

  @Field(() => EmailAddress)
  email: string;

  @Field(() => String)
  name: string;

  @Field(() => DateTime, { description: 'When the customer first appeared.' })
  createdAt: Date;
}
