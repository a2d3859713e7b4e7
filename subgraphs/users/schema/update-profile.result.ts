import { ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { Account } from '../store/accounts';
import { InvalidCredentialsError } from './session';
import { User } from './user';

export const UpdateProfileResult = outcomeUnion(
  'UpdateProfileResult',
  'The account as it is now, or why nothing was changed.',
  User,
  [InvalidCredentialsError, ValidationError],
);
export type UpdateProfileResult = OutcomeOf<typeof UpdateProfileResult, Account>;
