import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true })
export class AdmittedAccount {
  @Field(() => ID)
  userId: string;

  @Field(() => Boolean, { description: 'False: it may not, and the audit log says nothing.' })
  isAdmin: boolean;
}
