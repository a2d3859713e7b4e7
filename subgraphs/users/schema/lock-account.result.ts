import { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { outcomeUnion } from '../../../platform/graphql/outcome-union';
import { User } from './user';

export const LockAccountResult = outcomeUnion(
  'LockAccountResult',
  'The account, or why nothing was changed.',
  User,
  [NotFoundError, ValidationError],
);
