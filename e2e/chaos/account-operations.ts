import { randomUUID } from 'node:crypto';
import type { Client } from '../harness/client';

// biome-ignore lint/suspicious/noExplicitAny: a journey reads whatever it asked for.
export type Data = any;

/** @throws Error if the answer has an error. */
export async function ask(client: Client, query: string, variables: object = {}): Promise<Data> {
  const { data, errors } = await client.post({ query, variables });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return data;
}

export const newEmail = () => `${randomUUID()}@example.com`;
export const password = 'a long enough phrase';

export const register = `mutation ($email: EmailAddress!) {
  register(input: { email: $email, password: "${password}", name: "Ada", language: DE }) {
    ... on Session { accessToken refreshToken user { id emailVerified } }
  }
}`;
export const requestReset =
  'mutation ($email: EmailAddress!) { requestPasswordReset(email: $email) }';
export const resetPassword = `mutation ($token: String!, $password: String!) {
  resetPassword(token: $token, password: $password) {
    __typename ... on Session { accessToken user { email emailVerified } } ... on UserError { code }
  }
}`;
export const verifyEmail = `mutation ($token: String!) { verifyEmail(token: $token) {
  __typename ... on User { email emailVerified } ... on UserError { code }
} }`;
export const updateProfile = `mutation ($email: EmailAddress!, $password: String!) {
  updateProfile(input: { email: $email, password: $password }) {
    __typename ... on User { email pendingEmail } ... on UserError { code }
  }
}`;
export const login = `mutation ($email: EmailAddress!, $password: String!) {
  login(input: { email: $email, password: $password }) { __typename }
}`;
export const refreshSession = `mutation ($token: String!) {
  refreshSession(refreshToken: $token) { __typename }
}`;
export const disownChange = `mutation ($token: String!) { disownChange(token: $token) {
  __typename ... on ChangeDisowned { email resetToken } ... on UserError { code }
} }`;
