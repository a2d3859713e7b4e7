import { callUsers } from './call-users';

/**
 * An access token of an account, which users issues in development.
 * @param command that asks, for logs.
 * @returns null if there is no such account.
 */
export async function accessTokenFor(command: string, email: string): Promise<string | null> {
  const answer = await callUsers<{ accessTokenFor: string | null }>(
    command,
    'query ($email: String!) { accessTokenFor(email: $email) }',
    { email },
  );
  return answer.accessTokenFor;
}
