import { passwordProblem } from './password-policy';
import { requiredTextProblem, textProblem } from './text';

/**
 * RFC 5321, section 4.5.3.1.3, without the angle brackets.
 * @exceeded VALIDATION; a sign-in is INVALID_CREDENTIALS
 */
export const emailCharactersMax = 254;
const nameCharactersMax = 100;

export interface Problem {
  path: string[];
  message: string;
}

/** E-mail addresses are compared case-insensitively. */
export function canonicalEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** Problems of a new account; empty if it is valid. */
export function accountProblems(account: {
  readonly email: string;
  readonly name: string;
  readonly password: string | null;
}): Problem[] {
  const { email, name, password } = account;
  const problems: [string, string | null][] = [
    ['email', textProblem(email, { charactersMax: emailCharactersMax })],
    ['name', requiredTextProblem(name, { charactersMax: nameCharactersMax })],
    ['password', password === null ? null : passwordProblem(password)],
  ];
  return problems.flatMap(([field, message]) =>
    message === null ? [] : [{ path: [field], message }],
  );
}
