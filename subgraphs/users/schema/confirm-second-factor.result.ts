import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import { InvalidCredentialsError, Session } from './session';

export const ConfirmSecondFactorResult = outcomeUnion(
  'ConfirmSecondFactorResult',
  'A new session, or an error if the code is wrong or the sign-in has ended.',
  Session,
  [InvalidCredentialsError],
);
export type ConfirmSecondFactorResult = OutcomeOf<typeof ConfirmSecondFactorResult, Session>;
