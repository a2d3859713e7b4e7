import { codeShown } from '../../../platform/testing/authenticator';
import { type Caller, password, type UsersRoom } from './users-room';

export interface SignInAnswer {
  readonly __typename: string;
  readonly challenge: string;
  readonly methods: string[];
  readonly expiresAt: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly message: string;
}

const session = '... on Session { accessToken refreshToken } ... on UserError { code message }';

/** Signs in with the password. */
export async function logIn(caller: Caller, email: string, typed = password) {
  const query = `mutation ($email: EmailAddress!, $typed: String!) {
    login(input: { email: $email, password: $typed }) {
      __typename ... on SecondFactorRequired { challenge methods expiresAt } ${session}
    }
  }`;
  const { data, errors } = await caller(query, { email, typed });
  if (errors) throw errors[0];
  return data.login as SignInAnswer;
}

export async function confirmSignIn(
  caller: Caller,
  challenge: string,
  code: string,
  method = 'TOTP',
) {
  const query = `mutation ($challenge: String!, $method: SecondFactorMethod!, $code: String!) {
    confirmSecondFactor(challenge: $challenge, method: $method, code: $code) {
      __typename ${session}
    }
  }`;
  const { data, errors } = await caller(query, { challenge, method, code });
  if (errors) throw errors[0];
  return data.confirmSecondFactor as SignInAnswer;
}

export const enrolTotp =
  'mutation ($password: String!) { enrolTotp(password: $password) { secret uri } }';
export const confirmTotp = `mutation ($code: String!) {
  confirmTotp(code: $code) { __typename ... on RecoveryCodes { codes } ... on UserError { code } }
}`;

/** Switches a second factor on. @returns the secret of the app, its used code, and recovery codes. */
export async function enrolled(caller: Caller) {
  const { data: begun, errors } = await caller(enrolTotp, { password });
  if (errors) throw errors[0];
  const { secret } = begun.enrolTotp as { secret: string };
  const code = codeShown(secret);
  const { data } = await caller(confirmTotp, { code });
  return { secret, code, codes: (data.confirmTotp as { codes: string[] }).codes };
}

/** Forgets the used codes, so that a test need not wait for the next one. */
export async function forgetUsedSteps(room: UsersRoom): Promise<void> {
  await room.database.pool.query('UPDATE second_factors SET last_step = NULL');
}
