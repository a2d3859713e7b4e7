import { NotFoundError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { Account } from '../store/accounts';
import { User } from './user';

export const DeleteAddressResult = outcomeUnion(
  'DeleteAddressResult',
  'Your account without the address, or an error if it has no such address.',
  User,
  [NotFoundError],
);
export type DeleteAddressResult = OutcomeOf<typeof DeleteAddressResult, Account>;
