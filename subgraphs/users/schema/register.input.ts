import { Field, InputType } from 'type-graphql';
import { EmailAddress } from '../../../platform/graphql/scalars';
import { passwordCharactersMax, passwordCharactersMin } from '../domain/password-policy';
import { Language } from './language';

@InputType({ description: 'The data of a new account.' })
export class RegisterInput {
  @Field(() => EmailAddress, {
    description:
      'E-mail address to sign in with, at most 254 characters. No other account may have it.',
  })
  email: string;

  @Field(() => String, {
    description: `Password of ${passwordCharactersMin} to ${passwordCharactersMax} characters. The commonest passwords are rejected.`,
  })
  password: string;

  @Field(() => String, { description: 'Name of the person, 1 to 100 characters.' })
  name: string;

  @Field(() => Language, {
    nullable: true,
    description: 'Language of the mails to the account. Null means English.',
  })
  language?: Language | null;
}
