import {
  ConfirmSecondFactorDocument,
  type ConfirmSecondFactorMutation,
  type SecondFactorMethod,
  SignInDocument,
  type SignInMutation,
} from '../documents';
import { type Failure, outcomeOf } from './outcome';
import { send } from './send';
import { session } from './session';

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
  const answer = await send(String(SignInDocument), { input: { email, password } }, null);
  const data = answer.data as SignInMutation | undefined;
  const outcome = outcomeOf<SignInMutation>(data, answer.errors ?? [], answer);
  if (outcome.kind !== 'done') return { kind: 'failure', failure: outcome };
  const { value } = outcome;
  if (value.__typename === 'SecondFactorRequired')
    return { kind: 'second factor', challenge: value };
  session.begin(value);
  return { kind: 'signed in' };
}

export async function confirmSecondFactor(
  { challenge }: Challenge,
  method: SecondFactorMethod,
  code: string,
): Promise<SignInStep> {
  const variables = { challenge, method, code };
  const answer = await send(String(ConfirmSecondFactorDocument), variables, null);
  const data = answer.data as ConfirmSecondFactorMutation | undefined;
  const outcome = outcomeOf<ConfirmSecondFactorMutation>(data, answer.errors ?? [], answer);
  if (outcome.kind !== 'done') return { kind: 'failure', failure: outcome };
  session.begin(outcome.value);
  return { kind: 'signed in' };
}
