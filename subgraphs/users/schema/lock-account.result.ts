import { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { Account } from '../store/accounts';
import { User } from './user';

export const LockAccountResult = outcomeUnion(
  'LockAccountResult',
  'The account after the change, or why nothing changed.',
  User,
  [NotFoundError, ValidationError],
);
export type LockAccountResult = OutcomeOf<typeof LockAccountResult, Account>;
