import { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { Account } from '../store/accounts';
import { User } from './user';

export const AssignRolesResult = outcomeUnion(
  'AssignRolesResult',
  'The account with its new roles, or why its roles are unchanged.',
  User,
  [NotFoundError, ValidationError],
);
export type AssignRolesResult = OutcomeOf<typeof AssignRolesResult, Account>;
