import { badUserInput } from '../../../platform/graphql/errors';
import type { Account } from '../store/accounts';

/**
 * A second factor on an address that nobody has proved would shut its owner out.
 * @throws BAD_USER_INPUT if the e-mail address of the account is not verified.
 */
export function demandVerifiedEmail({ emailVerifiedAt }: Pick<Account, 'emailVerifiedAt'>): void {
  if (emailVerifiedAt !== null) return;
  throw badUserInput(
    'Verify your e-mail address first: `requestEmailVerification` mails you a link.',
  );
}
