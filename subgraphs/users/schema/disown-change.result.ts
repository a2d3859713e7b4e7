import { Field } from 'type-graphql';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import { PlainType } from '../../../platform/graphql/plain-type';
import { EmailAddress } from '../../../platform/graphql/scalars';
import { EmailTakenError } from './session';
import { TokenExpiredError } from './token-expired-error';

@PlainType(
  'The account after its owner disowned a change. Nobody can sign in before `resetToken` has set a new password.',
)
export class ChangeDisowned {
  @Field(() => EmailAddress, {
    description: "The account's e-mail address from now on: the one that the mail was sent to.",
  })
  email: string;

  @Field(() => String, {
    description:
      'Token for `resetPassword`. It works once, for 30 minutes; a newer one replaces it.',
  })
  resetToken: string;
}

export const DisownChangeResult = outcomeUnion(
  'DisownChangeResult',
  'What is needed to choose a new password, or why nothing was undone.',
  ChangeDisowned,
  [TokenExpiredError, EmailTakenError],
);
export type DisownChangeResult = OutcomeOf<typeof DisownChangeResult, ChangeDisowned>;
