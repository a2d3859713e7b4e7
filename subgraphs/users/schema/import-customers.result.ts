import { Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true })
export class ImportedCustomers {
  @Field(() => [ID], { description: 'The accounts, in the order of the call.' })
  userIds: string[];

  @Field(() => Int)
  created: number;
}
