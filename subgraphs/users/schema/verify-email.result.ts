import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { Account } from '../store/accounts';
import { EmailTakenError } from './session';
import { TokenExpiredError } from './token-expired-error';
import { User } from './user';

export const VerifyEmailResult = outcomeUnion(
  'VerifyEmailResult',
  'The account with its verified e-mail address, or why nothing was verified.',
  User,
  [TokenExpiredError, EmailTakenError],
);
export type VerifyEmailResult = OutcomeOf<typeof VerifyEmailResult, Account>;
