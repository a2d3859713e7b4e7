import { ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import { SecondFactorRequired } from './second-factor';
import { Session } from './session';
import { TokenExpiredError } from './token-expired-error';

export const ResetPasswordResult = outcomeUnion(
  'ResetPasswordResult',
  'A session with the new password, the only one that remains, the request for a second factor, or why the password is unchanged.',
  Session,
  [SecondFactorRequired, TokenExpiredError, ValidationError],
);
export type ResetPasswordResult = OutcomeOf<typeof ResetPasswordResult, Session>;
