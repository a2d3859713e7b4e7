import { type FieldProblem, textProblem } from '../../../platform/values/text';
import { passwordProblem } from './password-policy';

/**
 * RFC 5321, section 4.5.3.1.3, without the angle brackets.
 * @exceeded VALIDATION; a sign-in is INVALID_CREDENTIALS
 */
export const emailCharactersMax = 254;
const nameCharactersMax = 100;

/** E-mail addresses are compared case-insensitively. */
export function canonicalEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** Problems of a new account; empty if it is valid. */
export function accountProblems(account: {
  readonly email: string;
  readonly name: string;
  readonly password: string | null;
}): FieldProblem[] {
  const { email, name, password } = account;
  return problemsOf([
    ['email', emailProblem(email)],
    ['name', nameProblem(name)],
    ['password', password === null ? null : passwordProblem(password)],
  ]);
}

/** Problems of changes to an account; null is no change. A password is required for a new address. */
export function profileProblems(change: {
  readonly name?: string | null;
  readonly email: string | null;
  readonly isNewEmail: boolean;
  readonly password?: string | null;
}): FieldProblem[] {
  const { name, email, isNewEmail, password } = change;
  const isConfirmed = !isNewEmail || (password ?? '') !== '';
  return problemsOf([
    ['name', name == null ? null : nameProblem(name)],
    ['email', email === null ? null : emailProblem(email)],
    ['password', isConfirmed ? null : 'Is required for a new e-mail address.'],
  ]);
}

export const emailProblem = (email: string) =>
  textProblem(email, { charactersMax: emailCharactersMax, isOptional: true });
const nameProblem = (name: string) => textProblem(name, { charactersMax: nameCharactersMax });

function problemsOf(problems: readonly [string, string | null][]): FieldProblem[] {
  return problems.flatMap(([field, message]) =>
    message === null ? [] : [{ path: [field], message }],
  );
}
