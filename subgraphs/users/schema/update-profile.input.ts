import { Field, InputType } from 'type-graphql';
import { EmailAddress } from '../../../platform/graphql/scalars';
import { Language } from './language';

@InputType({
  description: 'Changes of the own account. Fields that are left out or null stay as they are.',
})
export class UpdateProfileInput {
  @Field(() => String, {
    nullable: true,
    description: 'New name of the person, 1 to 100 characters. Null keeps the name.',
  })
  name?: string | null;

  @Field(() => EmailAddress, {
    nullable: true,
    description:
      'New e-mail address, at most 254 characters; the present one cancels a pending change. Null keeps the address.',
  })
  email?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The current password, required for a new e-mail address. Otherwise ignored.',
  })
  password?: string | null;

  @Field(() => Language, {
    nullable: true,
    description: 'New language of the mails to the account. Null keeps the language.',
  })
  language?: Language | null;
}
