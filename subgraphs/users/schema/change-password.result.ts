import { ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import { InvalidCredentialsError, Session } from './session';

export const ChangePasswordResult = outcomeUnion(
  'ChangePasswordResult',
  'A new session, the only one that remains, or why the password is unchanged.',
  Session,
  [InvalidCredentialsError, ValidationError],
);
export type ChangePasswordResult = OutcomeOf<typeof ChangePasswordResult, Session>;
