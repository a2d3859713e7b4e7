import { Field, ID } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';

@PlainType()
export class AdmittedAccount {
  @Field(() => ID)
  userId: string;

  @Field(() => Boolean, {
    description: 'Whether the account is an ADMIN. If false, the audit log has no entry.',
  })
  isAdmin: boolean;
}
