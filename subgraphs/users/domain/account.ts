import { passwordProblem } from './password-policy';
import { requiredTextProblem, textProblem } from './text';

/** RFC 5321, section 4.5.3.1.3, less the angle brackets. */
export const emailCharactersMax = 254;
const nameCharactersMax = 100;

export interface Problem {
  path: string[];
  message: string;
}

/** E-mail addresses are the same whatever the case they are written in. */
export function canonicalEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** What is wrong with a new account as written; nothing, when the list is empty. */
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
