import { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { outcomeUnion } from '../../../platform/graphql/outcome-union';
import { User } from './user';

export const LockAccountResult = outcomeUnion(
  'LockAccountResult',
  'The account after the change, or why nothing changed.',
  User,
  [NotFoundError, ValidationError],
);
