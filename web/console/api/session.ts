import type { Session } from '@orderprocessing/client';
import {
  ConfirmSecondFactorDocument,
  type ConfirmSecondFactorMutation,
  type SecondFactorMethod,
  SignInDocument,
  type SignInMutation,
  ViewerDocument,
  type ViewerQuery,
} from '../generated/documents';
import { api, execute } from './api';
import { type Failure, outcomeOf } from './outcome';
import { tabSession } from './tab-session';

export interface Challenge {
  readonly challenge: string;
  readonly methods: readonly SecondFactorMethod[];
}

/** What a step of signing in came to. */
export type SignInStep =
  | { readonly kind: 'signed in' }
  | { readonly kind: 'second factor'; readonly challenge: Challenge }
  | { readonly kind: 'failure'; readonly failure: Failure };

export async function signIn(email: string, password: string): Promise<SignInStep> {
  const answer = await execute<SignInMutation>(SignInDocument, { input: { email, password } });
  const outcome = outcomeOf(answer);
  if (outcome.kind !== 'done') return { kind: 'failure', failure: outcome };
  const { value } = outcome;
  if (value.__typename === 'SecondFactorRequired')
    return { kind: 'second factor', challenge: value };
  tabSession.show(value.user);
  return { kind: 'signed in' };
}

export async function confirmSecondFactor(
  { challenge }: Challenge,
  method: SecondFactorMethod,
  code: string,
): Promise<SignInStep> {
  const variables = { challenge, method, code };
  const answer = await execute<ConfirmSecondFactorMutation>(ConfirmSecondFactorDocument, variables);
  const outcome = outcomeOf(answer);
  if (outcome.kind !== 'done') return { kind: 'failure', failure: outcome };
  tabSession.show(outcome.value.user);
  return { kind: 'signed in' };
}

/** Ends here also if the API does not learn of it; the refresh token is forgotten and expires. */
export async function signOut(): Promise<void> {
  tabSession.forget();
  await api.signOut().catch(() => undefined);
}

/** A renewed session may have other roles than the one before. */
async function updateViewer({ refreshToken }: Session): Promise<void> {
  const { data } = await execute<ViewerQuery>(ViewerDocument, {});
  // Somebody else may have signed in before the answer came.
  if (data?.me && tabSession.read()?.refreshToken === refreshToken) tabSession.show(data.me);
}

api.sessions.onChange((session) => {
  if (session !== null && tabSession.viewer !== null) void updateViewer(session);
});
