import { Field, InputType } from 'type-graphql';
import { EmailAddress } from '../../../platform/graphql/scalars';

@InputType({ description: 'The credentials of an account.' })
export class LoginInput {
  @Field(() => EmailAddress, { description: 'E-mail address of the account, in any case.' })
  email: string;

  @Field(() => String, { description: 'Password of the account, compared case-sensitively.' })
  password: string;
}
