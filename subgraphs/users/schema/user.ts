import { Directive, Field, ID } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime, EmailAddress } from '../../../platform/graphql/scalars';
import type { Account } from '../store/accounts';
import { Language } from './language';
import { Role } from './role';

/** An account. Its other fields are resolved in `operations/user.ts`. */
@PlainType('An account. Visible to its owner, SUPPORT and ADMIN; for others it does not exist.')
@Directive('@key(fields: "id")')
export class User
  implements Pick<Account, 'id' | 'email' | 'name' | 'language' | 'roles' | 'createdAt'>
{
  @Field(() => ID, { description: 'Id of the account. It never changes.' })
  id: string;

  @Field(() => EmailAddress, {
    description:
      'E-mail address that the account signs in with, in lower case. FORBIDDEN for API keys.',
  })
  email: string;

  @Field(() => String, {
    description: 'Name of the person, at most 100 characters. FORBIDDEN for API keys.',
  })
  name: string;

  @Field(() => Language, {
    description: 'Language of the mails to the account. FORBIDDEN for API keys.',
  })
  language: Language;

  @Field(() => [Role], { description: 'The roles of the account, at least one.' })
  roles: Role[];

  @Field(() => DateTime, { description: 'When the account was created. FORBIDDEN for API keys.' })
  createdAt: Date;
}
