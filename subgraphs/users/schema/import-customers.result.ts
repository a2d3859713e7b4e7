import { Field, ID, Int } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

@PlainType()
export class ImportedCustomers {
  @Field(() => [ID], { description: 'The accounts, in the order of the call.' })
  userIds: string[];

  @Field(() => Int)
  created: number;
}
