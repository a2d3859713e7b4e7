import { ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import { EmailTakenError, Session } from './session';

export const RegisterResult = outcomeUnion(
  'RegisterResult',
  'A session for the new account, or why no account was created.',
  Session,
  [EmailTakenError, ValidationError],
);
export type RegisterResult = OutcomeOf<typeof RegisterResult, Session>;
