import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import { Session, SessionEndedError } from './session';

export const RefreshSessionResult = outcomeUnion(
  'RefreshSessionResult',
  'A session with new tokens, or an error if the session has ended.',
  Session,
  [SessionEndedError],
);
export type RefreshSessionResult = OutcomeOf<typeof RefreshSessionResult, Session>;
