import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true })
export class AdmittedAccount {
  @Field(() => ID)
  userId: string;

  @Field(() => Boolean, {
    description: 'Whether the account is an ADMIN. If false, the audit log has no entry.',
  })
  isAdmin: boolean;
}
