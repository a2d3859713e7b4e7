import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import { SecondFactorRequired } from './second-factor';
import { InvalidCredentialsError, Session } from './session';

export const LoginResult = outcomeUnion(
  'LoginResult',
  'A new session, the request for a second factor, or an error if the credentials are wrong.',
  Session,
  [SecondFactorRequired, InvalidCredentialsError],
);
export type LoginResult = OutcomeOf<typeof LoginResult, Session>;
