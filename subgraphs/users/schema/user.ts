import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { DateTime, EmailAddress } from '../../../platform/graphql/scalars';
import type { Account } from '../store/accounts';
import { Role } from './role';

/** An account. Its addresses stand in `operations/user.ts`, beside the loader that answers them. */
@ObjectType({
  simpleResolvers: true,
  description: 'An account. It exists for itself, and for SUPPORT and ADMIN.',
})
@Directive('@key(fields: "id")')
export class User implements Pick<Account, 'id' | 'email' | 'name' | 'roles' | 'createdAt'> {
  @Field(() => ID)
  id: string;

  @Field(() => EmailAddress, { description: 'In lower case.' })
  email: string;

  @Field(() => String)
  name: string;

  @Field(() => [Role])
  roles: Role[];

  @Field(() => DateTime)
  createdAt: Date;
}
