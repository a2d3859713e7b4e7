import { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { Account } from '../store/accounts';
import { User } from './user';

export const ResetSecondFactorResult = outcomeUnion(
  'ResetSecondFactorResult',
  'The account, which has no second factor now, or why nothing changed.',
  User,
  [NotFoundError, ValidationError],
);
export type ResetSecondFactorResult = OutcomeOf<typeof ResetSecondFactorResult, Account>;
