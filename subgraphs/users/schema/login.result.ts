import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import { InvalidCredentialsError, Session } from './session';

export const LoginResult = outcomeUnion(
  'LoginResult',
  'A new session, or an error if the credentials are wrong.',
  Session,
  [InvalidCredentialsError],
);

export type LoginOutcome = OutcomeOf<typeof LoginResult, Session>;
